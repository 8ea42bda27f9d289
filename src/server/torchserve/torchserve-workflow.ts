import { TareError } from '../../errors.ts'
import type { TorchServeServer } from '../../plan/server-plan.ts'
import { archiveKey } from '../journal/left-archive.ts'
import type { LeftTorchServeWorkflow } from '../journal/left-server.ts'
import { waitUntilReady } from '../ready/wait-until-ready.ts'
import { refuseOtherSettings } from '../refuse-other-settings.ts'
import type { ManagedByTorchServe, OnTorchServe } from './managed-by-torchserve.ts'
import type { ManagementApi } from './management-api.ts'

interface Workflow {
  readonly url: string
  readonly batchSize: number
  readonly maxBatchDelayMs: number
  readonly minWorkers: number
  readonly maxWorkers: number
}

/**
 * A workflow (.war) on TorchServe. Its batch sizes and workers are in the archive and can't be set by the API, so they are only
 * read, and refused when they aren't what was asked for.
 */
export function createTorchServeWorkflow({
  named,
  apiFor,
  journal,
  tell,
}: OnTorchServe): ManagedByTorchServe {
  let ours: { readonly api: ManagementApi; readonly name: string; readonly url: string } | null = null

  const remove = async (): Promise<void> => {
    if (ours === null) return
    await unregister(ours.api, ours.name)
    ours = null
  }

  return {
    async apply(plan, healthChecks, signal) {
      const api = apiFor(plan)
      if (named === null) {
        throw new TareError('server', 'a workflow needs a name', {
          hint: 'Give target.model: the name that it is registered as, and that requests go to.',
        })
      }
      if (ours !== null && ours.url !== plan.modelUrl) await remove()
      const present = await describe(api, named)
      if (present === null) {
        if (plan.modelUrl === null) throw notThere(api, named)
        journal.note({
          kind: 'torchserve-workflow',
          ...api.access,
          workflow: named,
          registered: archiveKey(plan.modelUrl),
        })
        ours = { api, name: named, url: plan.modelUrl }
        await register(api, named, plan)
      } else if (plan.modelUrl !== null && present.url !== plan.modelUrl) {
        throw new TareError(
          'server',
          `TorchServe at ${api.label} has the workflow ${named} from ${present.url}, not from ${plan.modelUrl}`,
          {
            hint: 'Unregister it first, leave server.model_url out to measure it, or give target.model another name.',
          },
        )
      }
      await waitUntilReady({
        what: `the workflow ${named} on TorchServe at ${api.label}`,
        checks: [
          async () => ((await describe(api, named)) === null ? 'it is not registered' : null),
          ...healthChecks,
        ],
        timeoutNs: plan.ready.timeoutNs,
        signal,
        hint: 'See TorchServe’s logs; allow more with server.ready.timeout.',
        tell,
      })
      return { settings: readBack(api, named, await describe(api, named), plan), pid: null }
    },
    restore: remove,
  }
}

/** Unregisters a workflow that was left behind, unless it is another by now. */
export async function restoreWorkflow(
  api: ManagementApi,
  { workflow, registered }: LeftTorchServeWorkflow,
): Promise<void> {
  const present = await describe(api, workflow)
  if (present !== null && archiveKey(present.url) === registered) await unregister(api, workflow)
}

async function unregister(api: ManagementApi, name: string): Promise<void> {
  const answer = await api.ask('DELETE', `/workflows/${encodeURIComponent(name)}`)
  if (answer.status !== 200 && answer.status !== 404) {
    throw api.failure(`unregistering the workflow ${name}`, answer)
  }
}

function register(api: ManagementApi, name: string, plan: TorchServeServer): Promise<void> {
  const query = new URLSearchParams({
    url: plan.modelUrl ?? '',
    workflow_name: name,
    response_timeout: String(plan.responseTimeoutS),
    startup_timeout: String(Math.max(1, Math.ceil(plan.ready.timeoutNs / 1e9))),
  })
  return api.ask('POST', `/workflows?${query.toString()}`).then((answer) => {
    if (answer.status !== 200)
      throw api.failure(`registering the workflow ${plan.modelUrl} as ${name}`, answer)
  })
}

async function describe(api: ManagementApi, name: string): Promise<Workflow | null> {
  const answer = await api.ask('GET', `/workflows/${encodeURIComponent(name)}`)
  if (answer.status === 404) return null
  const first: unknown = Array.isArray(answer.value) ? answer.value[0] : undefined
  if (answer.status !== 200 || typeof first !== 'object' || first === null) {
    throw api.failure(`describing the workflow ${name}`, answer)
  }
  const { workflowUrl, batchSize, maxBatchDelay, minWorkers, maxWorkers } = first as Record<string, unknown>
  return {
    url: String(workflowUrl),
    batchSize: Number(batchSize),
    maxBatchDelayMs: Number(maxBatchDelay),
    minWorkers: Number(minWorkers),
    maxWorkers: Number(maxWorkers),
  }
}

function readBack(
  api: ManagementApi,
  name: string,
  workflow: Workflow | null,
  plan: TorchServeServer,
): Readonly<Record<string, number>> {
  const hint =
    'A workflow has its settings in the archive’s specification: change them there, or ask for the same.'
  refuseOtherSettings(`the workflow ${name} on TorchServe at ${api.label}`, hint, [
    ['batch_size', plan.batchSize, workflow?.batchSize],
    ['max_batch_delay_ms', plan.maxBatchDelayMs, workflow?.maxBatchDelayMs],
    ['min_workers', plan.minWorkers, workflow?.minWorkers],
    ['max_workers', plan.maxWorkers, workflow?.maxWorkers],
  ])
  return {
    batch_size: plan.batchSize,
    max_batch_delay_ms: plan.maxBatchDelayMs,
    min_workers: plan.minWorkers,
    max_workers: plan.maxWorkers,
  }
}

function notThere(api: ManagementApi, name: string): TareError {
  return new TareError('server', `TorchServe at ${api.label} has no workflow ${name}`, {
    hint: 'Give server.model_url (a .war in its workflow store, or a URL) to register it, or the right name as target.model.',
  })
}
