import { TareError } from '../../errors.ts'
import type { ManagementApi } from './management-api.ts'
import type { ModelVersion } from './model-version.ts'
import { removeVersion, replaceVersion, scaleTo } from './put-version.ts'

/** TorchServe's own, for what was registered with a value that it doesn't tell. */
const usualTimeoutS = 120

/** How a model was found, and what has been done to it since. */
export interface ModelRecord {
  readonly model: string
  /** Null when the model wasn't registered. */
  readonly defaultVersion: string | null
  found(version: string): ModelVersion | null
  /** Said before it is done: a request without an answer may have been obeyed. */
  registers(url: string): void
  changes(version: string): void
  /** Versions among these that are there because of `registers`. */
  oursAmong(versions: readonly ModelVersion[]): readonly string[]
  /** Puts the model back as it was found, and reads that back. Throws TareError 'server' that says what is left. */
  restore(api: ManagementApi): Promise<void>
}

/** Asks for the model before anything is done to it. */
export async function createModelRecord(api: ManagementApi, model: string): Promise<ModelRecord> {
  const before = await api.versions(model)
  const defaultVersion = before.length === 0 ? null : await api.defaultVersion(model)
  const ourUrls = new Set<string>()
  const changed = new Set<string>()

  const found = (version: string): ModelVersion | null =>
    before.find((one) => one.version === version) ?? null

  const oursAmong = (versions: readonly ModelVersion[]): readonly string[] =>
    versions
      .filter(({ version, url }) => found(version) === null && url !== null && ourUrls.has(url))
      .map(({ version }) => version)

  return {
    model,
    defaultVersion,
    found,
    oursAmong,
    registers: (url) => ourUrls.add(url),
    changes: (version) => changed.add(version),
    async restore(api) {
      if (ourUrls.size === 0 && changed.size === 0) return
      try {
        for (const version of before) if (changed.has(version.version)) await putBack(api, model, version)
        if (defaultVersion !== null && (await api.defaultVersion(model)) !== defaultVersion) {
          await api.setDefault(model, defaultVersion)
        }
        for (const version of oursAmong(await api.versions(model))) await removeVersion(api, model, version)
        const left = differences(before, await api.versions(model), oursAmong)
        if (left.length > 0) throw new Error(left.join('; '))
      } catch (error) {
        throw notPutBack(api, model, before, error)
      }
    },
  }
}

async function putBack(api: ManagementApi, model: string, before: ModelVersion): Promise<void> {
  const now = (await api.versions(model)).find(({ version }) => version === before.version)
  const count = Math.min(Math.max(before.workers.length, before.minWorkers), before.maxWorkers)
  if (now === undefined || !isRegisteredLike(now, before)) {
    await replaceVersion(api, model, before, {
      batchSize: before.batchSize,
      maxBatchDelayMs: before.maxBatchDelayMs,
      initialWorkers: count,
      responseTimeoutS: before.responseTimeoutS ?? usualTimeoutS,
      startupTimeoutS: before.startupTimeoutS ?? usualTimeoutS,
      runtime: before.runtime,
    })
  }
  await scaleTo(api, model, before.version, { ...before, count })
}

function isRegisteredLike(now: ModelVersion, before: ModelVersion): boolean {
  return (
    now.batchSize === before.batchSize &&
    now.maxBatchDelayMs === before.maxBatchDelayMs &&
    now.responseTimeoutS === before.responseTimeoutS
  )
}

function differences(
  before: readonly ModelVersion[],
  now: readonly ModelVersion[],
  oursAmong: (versions: readonly ModelVersion[]) => readonly string[],
): readonly string[] {
  const settings = (one: ModelVersion | undefined): string =>
    one === undefined
      ? 'not registered'
      : `batch size ${one.batchSize}, delay ${one.maxBatchDelayMs} ms, ${one.minWorkers} to ${one.maxWorkers} workers`
  const changes = before.flatMap((old) => {
    const same = now.find(({ version }) => version === old.version)
    return settings(same) === settings(old)
      ? []
      : [`version ${old.version} is ${settings(same)}, and had ${settings(old)}`]
  })
  return [...changes, ...oursAmong(now).map((version) => `version ${version} is still registered`)]
}

function notPutBack(
  api: ManagementApi,
  model: string,
  before: readonly ModelVersion[],
  cause: unknown,
): TareError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const was = before.map(
    ({ version, url, batchSize, maxBatchDelayMs, minWorkers, maxWorkers }) =>
      `${version} of ${url} with batch_size=${batchSize}, max_batch_delay=${maxBatchDelayMs}, min_worker=${minWorkers}, max_worker=${maxWorkers}`,
  )
  return new TareError('server', `can't put ${model} back on TorchServe at ${api.label}: ${reason}`, {
    hint:
      before.length === 0
        ? `It wasn't registered: curl -X DELETE '${api.label}/models/${encodeURIComponent(model)}'.`
        : `It was: ${was.join('; ')}.`,
    cause,
  })
}
