import { archiveKey, leftArchive } from '../journal/left-archive.ts'
import type { LeftTorchServeModel, LeftVersion } from '../journal/left-server.ts'
import type { ServerJournal } from '../journal/server-journal.ts'
import type { ManagementApi } from './management-api.ts'
import type { ModelVersion } from './model-version.ts'
import { oursAmong, restoreModel } from './restore-model.ts'

/** How a model was found, and what has been done to it since. */
export interface ModelRecord {
  readonly model: string
  /** Null when the model wasn't registered. */
  readonly defaultVersion: string | null
  found(version: string): ModelVersion | null
  /** Said before it is done, and in the journal then: a request without an answer may have been obeyed. */
  registers(url: string): void
  changes(version: string): void
  /** Versions among these that are there because of `registers`. */
  oursAmong(versions: readonly ModelVersion[]): readonly string[]
  /** Puts the model back as it was found, and reads that back. Throws TareError 'server' that says what is left. */
  restore(api: ManagementApi): Promise<void>
}

/** Asks for the model before anything is done to it. */
export async function createModelRecord(
  api: ManagementApi,
  model: string,
  journal: ServerJournal,
): Promise<ModelRecord> {
  const before = await api.versions(model)
  const urls = new Map(before.map(({ version, url }) => [version, url]))
  let left: LeftTorchServeModel = {
    kind: 'torchserve-model',
    ...api.access,
    model,
    default_version: before.length === 0 ? null : await api.defaultVersion(model),
    versions: before.map(leftVersion),
    changed: [],
    registered: [],
  }

  const add = (list: 'changed' | 'registered', one: string): void => {
    if (left[list].includes(one)) return
    const next = { ...left, [list]: [...left[list], one] }
    journal.note(next)
    left = next
  }

  return {
    model,
    defaultVersion: left.default_version,
    found: (version) => before.find((one) => one.version === version) ?? null,
    registers: (url) => add('registered', archiveKey(url)),
    changes: (version) => add('changed', version),
    oursAmong: (versions) => oursAmong(left, versions),
    async restore(api) {
      if (left.registered.length > 0 || left.changed.length > 0) await restoreModel(api, left, urls)
    },
  }
}

function leftVersion(found: ModelVersion): LeftVersion {
  return {
    version: found.version,
    archive: found.url === null ? null : leftArchive(found.url),
    batch_size: found.batchSize,
    max_batch_delay_ms: found.maxBatchDelayMs,
    min_workers: found.minWorkers,
    max_workers: found.maxWorkers,
    response_timeout_s: found.responseTimeoutS,
    startup_timeout_s: found.startupTimeoutS,
    runtime: found.runtime,
    workers: found.workers.length,
  }
}
