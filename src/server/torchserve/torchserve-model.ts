import { TareError } from '../../errors.ts'
import type { TorchServeServer } from '../../plan/server-plan.ts'
import { waitUntilReady } from '../ready/wait-until-ready.ts'
import { refuseOtherSettings } from '../refuse-other-settings.ts'
import type { ManagedByTorchServe, OnTorchServe } from './managed-by-torchserve.ts'
import type { ManagementApi, Registration } from './management-api.ts'
import { createModelRecord, type ModelRecord } from './model-record.ts'
import type { ModelVersion } from './model-version.ts'
import { removeVersion, replaceVersion, scaleTo } from './put-version.ts'
import { type RescaledModel, rescaleModel } from './rescale-model.ts'
import { workersCheck } from './workers-check.ts'

/** Between its steps it may be interrupted, never within one. */
export function createTorchServeModel({ named, apiFor, journal, tell }: OnTorchServe): ManagedByTorchServe {
  let managed: { readonly api: ManagementApi; readonly record: ModelRecord } | null = null
  let applied: RescaledModel | null = null

  return {
    async apply(plan, healthChecks, signal) {
      const api = apiFor(plan)
      managed = {
        api,
        record: managed?.record ?? (await createModelRecord(api, await modelName(api, named, plan), journal)),
      }
      const { record } = managed
      const version = await bringTo(api, record, plan, signal)
      applied = { api, model: record.model, version, timeoutNs: plan.ready.timeoutNs }
      // Before its workers are waited for: of fewer than were asked for, the last would never come.
      await readBack(api, record.model, version, plan)
      await waitUntilReady({
        what: `${record.model} ${version} on TorchServe at ${api.label}`,
        checks: [workersCheck(api, record.model, version, { least: plan.minWorkers }), ...healthChecks],
        timeoutNs: plan.ready.timeoutNs,
        signal,
        hint: 'See logs/model_log.log of TorchServe; allow more with server.ready.timeout.',
        tell,
      })
      return { settings: await readBack(api, record.model, version, plan), pid: null }
    },
    async rescale(workers, watch) {
      if (applied === null) throw new TareError('internal', 'a model is scaled after it was set up')
      return rescaleModel(applied, workers, watch)
    },
    async restore() {
      await managed?.record.restore(managed.api)
    },
  }
}

async function modelName(api: ManagementApi, named: string | null, plan: TorchServeServer): Promise<string> {
  if (named !== null) return named
  if (plan.modelUrl !== null) {
    throw new TareError('server', `${plan.modelUrl} can't be registered without a name`, {
      hint: 'Give target.model: the name that it is registered as, and that requests go to.',
    })
  }
  const names = await api.modelNames()
  if (names.length === 1) return names[0]!
  throw new TareError(
    'server',
    `TorchServe at ${api.label} has ${names.length === 0 ? 'no models' : `several models: ${names.join(', ')}`}`,
    {
      hint:
        names.length === 0
          ? 'Give server.model_url, or register one.'
          : 'Say which to measure with target.model.',
    },
  )
}

/** Registers where that is needed, makes it the default and scales it; returns the version that requests reach now. */
async function bringTo(
  api: ManagementApi,
  record: ModelRecord,
  plan: TorchServeServer,
  signal: AbortSignal,
): Promise<string> {
  const { model } = record
  const goOn = (): void => {
    if (signal.aborted)
      throw new TareError('interrupted', `interrupted while ${model} was set up on TorchServe`)
  }
  const present = await presentVersion(api, record, plan)
  goOn()
  if (present === null) {
    for (const old of record.oursAmong(await api.versions(model))) await removeVersion(api, model, old)
    goOn()
    record.registers(plan.modelUrl!)
    await api.register(model, { ...registrationOf(plan), url: plan.modelUrl! })
  } else if (!isRegisteredAs(present, plan)) {
    record.changes(present.version)
    await replaceVersion(api, model, present, registrationOf(plan))
  }
  goOn()
  const version = (await presentVersion(api, record, plan))?.version
  if (version === undefined) {
    throw new TareError(
      'server',
      `TorchServe at ${api.label} doesn't have ${model} after it was registered`,
      {
        hint: 'See logs/ts_log.log: registering may have been undone because its workers failed.',
      },
    )
  }
  record.changes(version)
  if ((await api.defaultVersion(model)) !== version) await api.setDefault(model, version)
  goOn()
  await scaleTo(api, model, version, { ...plan, count: plan.minWorkers })
  return version
}

/** The version that the plan is about, if it is registered. */
async function presentVersion(
  api: ManagementApi,
  record: ModelRecord,
  { modelUrl }: TorchServeServer,
): Promise<ModelVersion | null> {
  const versions = await api.versions(record.model)
  if (modelUrl !== null) return versions.find(({ url }) => url === modelUrl) ?? null
  if (record.defaultVersion === null) {
    const names = (await api.modelNames()).join(', ')
    throw new TareError(
      'server',
      `TorchServe at ${api.label} has no model ${record.model}; it has ${names || 'none'}`,
      {
        hint: 'Give server.model_url to register it, or the right name as target.model.',
      },
    )
  }
  return (
    versions.find(({ version }) => version === record.defaultVersion) ?? record.found(record.defaultVersion)
  )
}

/** A timeout that TorchServe doesn't tell is no reason to load the model again. */
function isRegisteredAs(present: ModelVersion, plan: TorchServeServer): boolean {
  return (
    present.batchSize === plan.batchSize &&
    present.maxBatchDelayMs === plan.maxBatchDelayMs &&
    (present.responseTimeoutS ?? plan.responseTimeoutS) === plan.responseTimeoutS
  )
}

function registrationOf(plan: TorchServeServer): Omit<Registration, 'url'> {
  return {
    batchSize: plan.batchSize,
    maxBatchDelayMs: plan.maxBatchDelayMs,
    initialWorkers: plan.minWorkers,
    responseTimeoutS: plan.responseTimeoutS,
    startupTimeoutS: Math.max(1, Math.ceil(plan.ready.timeoutNs / 1e9)),
    runtime: null,
  }
}

/** F11 of TorchServe's own suite: a setting that is only sent may be ignored without a word. */
async function readBack(
  api: ManagementApi,
  model: string,
  version: string,
  plan: TorchServeServer,
): Promise<Readonly<Record<string, string | number>>> {
  const described = (await api.versions(model)).find((one) => one.version === version)
  const timeout = described?.responseTimeoutS ?? null
  refuseOtherSettings(`${model} ${version} on TorchServe at ${api.label}`, overruled, [
    ['batch_size', plan.batchSize, described?.batchSize],
    ['max_batch_delay_ms', plan.maxBatchDelayMs, described?.maxBatchDelayMs],
    ['min_workers', plan.minWorkers, described?.minWorkers],
    ['max_workers', plan.maxWorkers, described?.maxWorkers],
    ...(timeout === null ? [] : [['response_timeout_s', plan.responseTimeoutS, timeout] as const]),
  ])
  return {
    model_version: version,
    batch_size: plan.batchSize,
    max_batch_delay_ms: plan.maxBatchDelayMs,
    min_workers: plan.minWorkers,
    max_workers: plan.maxWorkers,
    workers: described?.workers.length ?? 0,
    ...(timeout === null ? {} : { response_timeout_s: timeout }),
  }
}

const overruled =
  'What the archive’s own model-config.yaml says (batchSize, maxBatchDelay, minWorkers …) comes before a request: take it out of there, or ask for the same.'
