import type { ReadyPlan } from '../../plan/server-plan.ts'
import type { HttpClient } from '../http/http-client.ts'
import type { ServerSurroundings } from '../managed-server.ts'
import { healthCheck } from './health-check.ts'
import { listedModelCheck } from './listed-model-check.ts'
import { torchServeModelCheck, torchServeWorkflowCheck } from './torchserve-model-check.ts'
import { v2ModelCheck } from './v2-model-check.ts'
import type { ReadyCheck } from './wait-until-ready.ts'

/** The checks that a plan asks for, of a server of any kind. */
export function readyChecks(
  ready: ReadyPlan,
  around: Pick<ServerSurroundings, 'api' | 'targetUrl' | 'tls'>,
  client: HttpClient,
  model: string | null,
): readonly ReadyCheck[] {
  const { healthPath } = ready
  return [
    ...(healthPath === null ? [] : [healthCheck(client, healthPath)]),
    ...(ready.model ? [modelCheck(around, client, model)] : []),
  ]
}

/** Where models are listed is a matter of the API. */
function modelCheck(
  { api, targetUrl, tls }: Pick<ServerSurroundings, 'api' | 'targetUrl' | 'tls'>,
  client: HttpClient,
  model: string | null,
): ReadyCheck {
  switch (api) {
    case 'openai-chat':
    case 'openai-completions':
      return listedModelCheck(client, model)
    case 'torchserve':
      return torchServeModelCheck(client, targetUrl, tls, model)
    case 'torchserve-workflow':
      return torchServeWorkflowCheck(client, targetUrl, tls, model)
    case 'kserve-v2':
      // TorchServe speaks V2's predictions, and neither of the other two.
      return v2ModelCheck(client, model, torchServeModelCheck(client, targetUrl, tls, model))
  }
}
