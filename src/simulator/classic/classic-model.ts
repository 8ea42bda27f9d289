import { type BackendSurroundings, type BatchBackend, createBatchBackend } from './batch-backend.ts'
import type { BatchLaw } from './batch-law.ts'
import type { DelayRule } from './batch-station.ts'
import type { Contention } from './contention.ts'
import { createModelStatistics, type ModelStatistics } from './model-statistics.ts'

/** What a management API sets, and reads back. */
export interface ModelSettings {
  readonly batchSize: number
  readonly maxBatchDelayMs: number
  readonly minWorkers: number
  readonly maxWorkers: number
  readonly responseTimeoutS: number
  readonly startupTimeoutS: number
}

/** What all models of a simulator share. */
export interface ClassicLaw {
  readonly law: BatchLaw
  readonly contention: Contention
  readonly queueLimit: number
  readonly seed: number
  readonly workerStartNs: number
  /** False for the fault `never_ready`. */
  readonly workersStart: boolean
}

export interface ModelIdentity {
  readonly name: string
  readonly version: string
  readonly url: string
  readonly delayRule: DelayRule
  readonly loadedAtStartup: boolean
  /** A part of a workflow: it isn't listed. */
  readonly ofWorkflow: boolean
}

/** What Triton's settings say beyond TorchServe's. */
export interface TritonLimits {
  /** Most items of one request, and of a batch; 0 for a model whose tensors have no batch dimension. */
  readonly maxBatchSize: number
  /** Whether requests are put together at all. */
  readonly dynamicBatching: boolean
}

/** A version of a model with its workers. */
export interface ClassicModel extends ModelIdentity {
  readonly settings: ModelSettings
  readonly backend: BatchBackend
  readonly statistics: ModelStatistics
  readonly triton: TritonLimits
  readonly queueLimit: number
  /** Resolves to whether all workers that this started became ready. */
  scale(minWorkers: number, maxWorkers: number): Promise<boolean>
  hasWorkers(): boolean
  readyWorkers(): number
  stop(): void
}

export const defaultSettings: ModelSettings = {
  batchSize: 1,
  maxBatchDelayMs: 100,
  minWorkers: 0,
  maxWorkers: 0,
  responseTimeoutS: 120,
  startupTimeoutS: 120,
}

/** A model without workers. */
export function createClassicModel(
  identity: ModelIdentity,
  settings: ModelSettings,
  shared: ClassicLaw,
  around: BackendSurroundings,
  triton: TritonLimits = { maxBatchSize: settings.batchSize, dynamicBatching: true },
): ClassicModel {
  const { law, contention, queueLimit, seed } = shared
  const backend = createBatchBackend(
    { law, contention, queueLimit, seed, delayRule: identity.delayRule },
    around,
  )
  backend.setBatching(settings.batchSize, settings.maxBatchDelayMs * 1e6)
  let current = settings
  return {
    ...identity,
    get settings() {
      return current
    },
    backend,
    statistics: createModelStatistics(),
    triton,
    queueLimit,
    scale(minWorkers, maxWorkers) {
      current = { ...current, minWorkers, maxWorkers }
      const running = backend.workers().length
      const start = shared.workersStart
        ? { delayNs: shared.workerStartNs, succeeds: true }
        : { delayNs: current.startupTimeoutS * 1e9, succeeds: false }
      return backend.scale(Math.min(Math.max(running, minWorkers), maxWorkers), start)
    },
    hasWorkers: () => backend.workers().length > 0,
    readyWorkers: () => backend.workers().filter(({ isReady }) => isReady).length,
    stop() {
      void backend.scale(0, { delayNs: 0, succeeds: false })
      backend.stop()
    },
  }
}
