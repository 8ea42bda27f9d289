import { TareError } from '../../errors.ts'
import type { TorchServeServer } from '../../plan/server-plan.ts'
import { createHttpClient } from '../http/http-client.ts'
import type { ServerSurroundings } from '../managed-server.ts'
import { healthCheck } from '../ready/ready-checks.ts'
import type { ServerAdapter } from '../server-adapter.ts'
import { targetClient } from '../target-client.ts'
import { createManagementApi, type ManagementApi } from './management-api.ts'
import { createTorchServeModel } from './torchserve-model.ts'
import { createTorchServeWorkflow } from './torchserve-workflow.ts'

/** Describing takes milliseconds; a registration may take all of the time that the plan allows, and must be known to have ended. */
const leastTimeoutMs = 30_000

/** A model or workflow on a running TorchServe, set by its management API and put back at the end. */
export function createTorchServeServer(around: ServerSurroundings): ServerAdapter<TorchServeServer> {
  const target = targetClient(around)
  const apiFor = (plan: TorchServeServer): ManagementApi => {
    const { managementUrl, tokenEnv, ready } = plan
    const client = createHttpClient(managementUrl, tokenHeader(tokenEnv, around.env), around.tls)
    return createManagementApi({
      client,
      timeoutMs: Math.max(leastTimeoutMs, ready.timeoutNs / 1e6),
      tokenEnv,
    })
  }
  const model = createTorchServeModel(around.model, apiFor)
  const workflow = createTorchServeWorkflow(around.model, apiFor)
  return {
    apply(plan, signal) {
      const { healthPath } = plan.ready
      const health = healthPath === null ? [] : [healthCheck(target, healthPath)]
      return (plan.workflow ? workflow : model).apply(plan, health, signal)
    },
    async restore() {
      const ends = await Promise.allSettled([model.restore(), workflow.restore()])
      for (const end of ends) if (end.status === 'rejected') throw end.reason
    },
  }
}

function tokenHeader(tokenEnv: string | null, env: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  if (tokenEnv === null) return {}
  const token = env[tokenEnv]
  if (token === undefined || token === '') {
    throw new TareError('server', `the environment variable ${tokenEnv} (server.token_env) isn't set`, {
      hint: 'It holds TorchServe’s management key, which is in key_file.json where TorchServe was started.',
    })
  }
  return { authorization: `Bearer ${token}` }
}
