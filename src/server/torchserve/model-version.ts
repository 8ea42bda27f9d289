import { isMapping } from '../../plan/is-mapping.ts'

/** One version of a model as TorchServe describes it. */
export interface ModelVersion {
  readonly version: string
  /** Archive it was registered from; null of what can't be registered again. */
  readonly url: string | null
  readonly batchSize: number
  readonly maxBatchDelayMs: number
  readonly minWorkers: number
  readonly maxWorkers: number
  /** Null when this TorchServe doesn't tell. */
  readonly responseTimeoutS: number | null
  readonly startupTimeoutS: number | null
  readonly runtime: string | null
  readonly workers: readonly { readonly id: string; readonly status: string }[]
}

/** Null when the value isn't a description of models. */
export function readModelVersions(value: unknown): readonly ModelVersion[] | null {
  if (!Array.isArray(value)) return null
  const versions = value.map(readModelVersion)
  return versions.every((version) => version !== null) ? versions : null
}

function readModelVersion(value: unknown): ModelVersion | null {
  if (!isMapping(value)) return null
  const { modelVersion, modelUrl, batchSize, maxBatchDelay, minWorkers, maxWorkers, runtime } = value
  if (typeof modelVersion !== 'string') return null
  const isComplete = [batchSize, maxBatchDelay, minWorkers, maxWorkers].every(Number.isFinite)
  if (!isComplete) return null
  return {
    version: modelVersion,
    url: typeof modelUrl === 'string' && modelUrl !== '' ? modelUrl : null,
    batchSize: batchSize as number,
    maxBatchDelayMs: maxBatchDelay as number,
    minWorkers: minWorkers as number,
    maxWorkers: maxWorkers as number,
    responseTimeoutS: positive(value.responseTimeout),
    startupTimeoutS: positive(value.startupTimeout),
    runtime: typeof runtime === 'string' ? runtime : null,
    workers: Array.isArray(value.workers) ? value.workers.map(readWorker) : [],
  }
}

/** Versions of TorchServe that have the field and don't fill it say 0. */
function positive(value: unknown): number | null {
  return typeof value === 'number' && value > 0 ? value : null
}

function readWorker(value: unknown): { id: string; status: string } {
  const { id, status } = isMapping(value) ? value : {}
  return { id: String(id), status: String(status) }
}

/** Names in a list of models; null of anything else. */
export function readNames(value: unknown): readonly string[] | null {
  if (!isMapping(value) || !Array.isArray(value.models)) return null
  return value.models.flatMap((model: unknown) =>
    isMapping(model) && 'modelName' in model ? [String(model.modelName)] : [],
  )
}
