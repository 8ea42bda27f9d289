import type { TorchServeServer } from '../../plan/server-plan.ts'
import { createHttpClient } from '../http/http-client.ts'
import type { LeftTorchServeModel, LeftTorchServeWorkflow, ManagementAccess } from '../journal/left-server.ts'
import type { ServerJournal } from '../journal/server-journal.ts'
import type { ServerSurroundings } from '../managed-server.ts'
import { healthCheck } from '../ready/health-check.ts'
import type { ServerAdapter } from '../server-adapter.ts'
import { targetClient } from '../target-client.ts'
import type { OnTorchServe } from './managed-by-torchserve.ts'
import { createManagementApi, type ManagementApi } from './management-api.ts'
import { createManagementKey, type ManagementKey } from './management-key.ts'
import { restoreModel } from './restore-model.ts'
import { createTorchServeModel } from './torchserve-model.ts'
import { createTorchServeWorkflow, restoreWorkflow } from './torchserve-workflow.ts'

/** Describing takes milliseconds; a registration may take all of the time that the plan allows, and must be known to have ended. */
const leastTimeoutMs = 30_000

/** A model or workflow on a running TorchServe, set by its management API and put back at the end. */
export function createTorchServeServer(
  around: ServerSurroundings,
  journal: ServerJournal,
): ServerAdapter<TorchServeServer> {
  const target = targetClient(around)
  const keys = new Map<string | null, ManagementKey>()
  const apiFor = ({ managementUrl, tokenEnv, ready }: TorchServeServer): ManagementApi => {
    const key = keys.get(tokenEnv) ?? createManagementKey(tokenEnv, around.env)
    keys.set(tokenEnv, key)
    return createManagementApi({
      client: createHttpClient(managementUrl, {}, around.tls),
      timeoutMs: Math.max(leastTimeoutMs, ready.timeoutNs / 1e6),
      tokenEnv,
      key,
    })
  }
  const on: OnTorchServe = { named: around.model, apiFor, journal, tell: around.tell }
  const model = createTorchServeModel(on)
  const workflow = createTorchServeWorkflow(on)
  return {
    apply(plan, signal) {
      const { healthPath } = plan.ready
      const health = healthPath === null ? [] : [healthCheck(target, healthPath)]
      return (plan.workflow ? workflow : model).apply(plan, health, signal)
    },
    rescale: (workers, watch) => model.rescale!(workers, watch),
    async restore() {
      const ends = await Promise.allSettled([model.restore(), workflow.restore()])
      for (const end of ends) if (end.status === 'rejected') throw end.reason
    },
  }
}

/** Puts back what another process has left. `tokenEnv`: the variable that the plan of now names, which goes first. */
export async function restoreTorchServe(
  left: LeftTorchServeModel | LeftTorchServeWorkflow,
  around: ServerSurroundings,
  tokenEnv: string | null,
): Promise<void> {
  const api = apiOf(left, around, tokenEnv ?? left.token_env)
  await (left.kind === 'torchserve-model' ? restoreModel(api, left) : restoreWorkflow(api, left))
}

function apiOf(
  { management_url, timeout_ms }: ManagementAccess,
  { env, tls }: ServerSurroundings,
  tokenEnv: string | null,
): ManagementApi {
  return createManagementApi({
    client: createHttpClient(management_url, {}, tls),
    timeoutMs: timeout_ms,
    tokenEnv,
    key: createManagementKey(tokenEnv, env),
  })
}
