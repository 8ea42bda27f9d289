import { TareError } from '../../errors.ts'
import { hintByHand } from '../journal/describe-left.ts'
import { archiveKey } from '../journal/left-archive.ts'
import type { LeftTorchServeModel, LeftVersion } from '../journal/left-server.ts'
import type { ManagementApi } from './management-api.ts'
import type { ModelVersion } from './model-version.ts'
import { removeVersion, replaceVersion, scaleTo } from './put-version.ts'

/** TorchServe's own, for what was registered with a value that it doesn't tell. */
const usualTimeoutS = 120

/**
 * Puts a model back as it was found, and reads that back. `urls`: whole URLs of archives, by their versions, as far as they are known
 * beyond what `left` has. Throws TareError 'server' that says what is left.
 */
export async function restoreModel(
  api: ManagementApi,
  left: LeftTorchServeModel,
  urls: ReadonlyMap<string, string | null> = new Map(),
): Promise<void> {
  const { model, versions, changed, default_version } = left
  try {
    for (const version of versions) {
      if (changed.includes(version.version))
        await putBack(api, model, version, urls.get(version.version) ?? null)
    }
    if (default_version !== null && (await api.defaultVersion(model)) !== default_version) {
      await api.setDefault(model, default_version)
    }
    for (const version of oursAmong(left, await api.versions(model))) await removeVersion(api, model, version)
    const rest = differences(left, await api.versions(model))
    if (rest.length > 0) throw new Error(rest.join('; '))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new TareError('server', `can't put ${model} back on TorchServe at ${api.label}: ${reason}`, {
      hint: hintByHand(left, cause),
      cause,
    })
  }
}

/** Versions among these that are there because they were registered to be measured. */
export function oursAmong(
  { versions, registered }: Pick<LeftTorchServeModel, 'versions' | 'registered'>,
  now: readonly ModelVersion[],
): readonly string[] {
  return now
    .filter(
      ({ version, url }) =>
        url !== null && !isAmong(versions, version) && registered.includes(archiveKey(url)),
    )
    .map(({ version }) => version)
}

function isAmong(versions: readonly LeftVersion[], version: string): boolean {
  return versions.some((one) => one.version === version)
}

async function putBack(
  api: ManagementApi,
  model: string,
  before: LeftVersion,
  knownUrl: string | null,
): Promise<void> {
  const { version, min_workers: minWorkers, max_workers: maxWorkers, archive } = before
  const now = (await api.versions(model)).find((one) => one.version === version)
  const count = Math.min(Math.max(before.workers, minWorkers), maxWorkers)
  if (now === undefined || !isRegisteredLike(now, before)) {
    const url = knownUrl ?? wholeUrl(archive, now?.url ?? null)
    if (url === null && archive !== null) {
      throw new Error(
        `${version} was registered from ${archive.url} with a secret in the URL, which isn't kept`,
      )
    }
    await replaceVersion(
      api,
      model,
      { version, url },
      {
        batchSize: before.batch_size,
        maxBatchDelayMs: before.max_batch_delay_ms,
        initialWorkers: count,
        responseTimeoutS: before.response_timeout_s ?? usualTimeoutS,
        startupTimeoutS: before.startup_timeout_s ?? usualTimeoutS,
        runtime: before.runtime,
      },
    )
  }
  await scaleTo(api, model, version, { minWorkers, maxWorkers, count })
}

/** The server may still know the URL of which a file holds only what isn't secret. */
function wholeUrl(archive: LeftVersion['archive'], now: string | null): string | null {
  if (archive === null || archive.is_whole) return archive?.url ?? null
  return now !== null && archiveKey(now) === archive.key ? now : null
}

function isRegisteredLike(now: ModelVersion, before: LeftVersion): boolean {
  return (
    now.batchSize === before.batch_size &&
    now.maxBatchDelayMs === before.max_batch_delay_ms &&
    now.responseTimeoutS === before.response_timeout_s
  )
}

function differences(left: LeftTorchServeModel, now: readonly ModelVersion[]): readonly string[] {
  const changes = left.versions.flatMap((old) => {
    const same = now.find(({ version }) => version === old.version)
    const is =
      same === undefined
        ? 'not registered'
        : settings(same.batchSize, same.maxBatchDelayMs, same.minWorkers, same.maxWorkers)
    const was = settings(old.batch_size, old.max_batch_delay_ms, old.min_workers, old.max_workers)
    return is === was ? [] : [`version ${old.version} is ${is}, and had ${was}`]
  })
  return [...changes, ...oursAmong(left, now).map((version) => `version ${version} is still registered`)]
}

function settings(batchSize: number, delayMs: number, minWorkers: number, maxWorkers: number): string {
  return `batch size ${batchSize}, delay ${delayMs} ms, ${minWorkers} to ${maxWorkers} workers`
}
