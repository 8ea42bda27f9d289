import type { PendingJob } from './batch-backend.ts'
import type { ServedBatch } from './batch-station.ts'
import type { ClassicModel } from './classic-model.ts'
import { type HostFigures, readHostFigures } from './host-figures.ts'
import { createMetricCache, type MetricUpdate } from './metric-cache.ts'

const level = ['Level', 'Host'] as const

/** What TorchServe's frontend and workers say of themselves. */
export interface TorchServeMetrics {
  requestArrived(model: string, version: string | undefined): void
  requestServed(served: ServedRequest): void
  batchServed(model: ClassicModel, batch: ServedBatch<PendingJob>, requestIds: readonly string[]): void
  workerReady(model: ClassicModel, worker: number, loadMs: number): void
  answered(status: number): void
  expose(only: ReadonlySet<string>): string
}

export interface ServedRequest {
  readonly model: string
  /** As the request named it. */
  readonly version: string | undefined
  readonly queueNs: number
  readonly durationNs: number
  readonly thread: string
}

/** TorchServe measures its host once a minute unless it is told otherwise. */
const hostIntervalMs = 60_000

export function createTorchServeMetrics(
  hostname: string,
  unixMs: () => number,
  updated: (update: MetricUpdate) => void,
): TorchServeMetrics {
  const cache = createMetricCache(updated)
  const ofModel = (model: string, version: string | undefined) =>
    [
      ['model_name', model],
      ['model_version', version ?? 'default'],
    ] as const
  let host: HostFigures | undefined
  let hostReadMs = Number.NEGATIVE_INFINITY

  function readHost(): void {
    if (unixMs() - hostReadMs < hostIntervalMs) return
    hostReadMs = unixMs()
    host = readHostFigures(host)
    cache.update('CPUUtilization', host.cpuPercent, [level])
    cache.update('MemoryAvailable', host.memoryAvailableMb, [level])
    cache.update('MemoryUsed', host.memoryUsedMb, [level])
    cache.update('MemoryUtilization', host.memoryPercent, [level])
  }

  readHost()
  return {
    requestArrived: (model, version) =>
      cache.update('ts_inference_requests_total', 1, ofModel(model, version)),
    requestServed({ model, version, queueNs, durationNs, thread }) {
      const labels = ofModel(model, version)
      const from = { thread }
      cache.update('ts_inference_latency_microseconds', durationNs / 1e3, labels, from)
      cache.update('ts_queue_latency_microseconds', queueNs / 1e3, labels, from)
      // Whole milliseconds: RestJob converts to a long first.
      cache.update('QueueTime', Math.floor(queueNs / 1e6), [level], from)
    },
    batchServed(model, batch, requestIds) {
      const labels = [['ModelName', model.name] as const, ['Level', 'Model'] as const]
      const serviceMs = Math.round((batch.endNs - batch.startNs) / 1e4) / 100
      const thread = workerName(model, batch.worker)
      cache.update('HandlerTime', serviceMs, labels, { thread: `${thread}-stdout`, requestIds })
      cache.update('PredictionTime', serviceMs, labels, { thread: `${thread}-stdout`, requestIds })
      cache.update('WorkerThreadTime', 0, [level], { thread })
    },
    workerReady(model, worker, loadMs) {
      const thread = workerName(model, worker)
      cache.update('WorkerLoadTime', loadMs, [['WorkerName', thread], level], { thread })
    },
    answered(status) {
      const name = status < 300 ? 'Requests2XX' : status < 500 ? 'Requests4XX' : 'Requests5XX'
      cache.update(name, 1, [level])
    },
    expose(only) {
      readHost()
      return cache.expose(hostname, only)
    },
  }
}

/** The thread that a worker is to TorchServe. */
export function workerName(model: ClassicModel, worker: number): string {
  return `W-${worker}-${model.name}_${model.version}`
}
