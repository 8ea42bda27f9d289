import type { ClassicModel } from './classic-model.ts'

/** A model as TorchServe's describe API has it. A worker that starts is UNLOADING: the API knows no third state. */
export function describeModel(model: ClassicModel): Readonly<Record<string, unknown>> {
  const { settings, backend } = model
  const waiting = backend.waiting()
  return {
    modelName: model.name,
    modelVersion: model.version,
    modelUrl: model.url,
    runtime: 'python',
    minWorkers: settings.minWorkers,
    maxWorkers: settings.maxWorkers,
    batchSize: settings.batchSize,
    maxBatchDelay: settings.maxBatchDelayMs,
    responseTimeout: settings.responseTimeoutS,
    startupTimeout: settings.startupTimeoutS,
    maxRetryTimeoutInSec: 300,
    clientTimeoutInMills: 0,
    parallelType: '',
    parallelLevel: 1,
    deviceType: 'cpu',
    continuousBatching: false,
    useJobTicket: false,
    useVenv: false,
    stateful: false,
    sequenceMaxIdleMSec: 0,
    sequenceTimeoutMSec: 0,
    maxNumSequence: 0,
    maxSequenceJobQueueSize: 0,
    loadedAtStartup: model.loadedAtStartup,
    workers: backend.workers().map(({ id, startedUnixMs, isReady }) => ({
      id: String(id),
      startTime: new Date(startedUnixMs).toISOString(),
      status: isReady ? 'READY' : 'UNLOADING',
      memoryUsage: 0,
      pid: -1,
      gpu: false,
      gpuUsage: 'N/A',
    })),
    jobQueueStatus: { remainingCapacity: model.queueLimit - waiting, pendingRequests: waiting },
  }
}
