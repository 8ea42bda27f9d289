import type { ReadyPlan } from '../../plan/server-plan.ts'
import type { HttpClient } from '../http/http-client.ts'
import { refusesKey } from '../http/refuses-key.ts'
import { said } from '../http/said.ts'
import { HopelessError, type ReadyCheck } from './wait-until-ready.ts'

/** The checks that a plan asks for, of a server of any kind. */
export function readyChecks(
  ready: ReadyPlan,
  client: HttpClient,
  model: string | null,
): readonly ReadyCheck[] {
  const { healthPath } = ready
  return [
    ...(healthPath === null ? [] : [healthCheck(client, healthPath)]),
    ...(ready.model ? [modelCheck(client, model)] : []),
  ]
}

/** Content with a 200 only: TorchServe's /ping says 500 until its workers are there, vLLM's /health 503. */
export function healthCheck(client: HttpClient, healthPath: string): ReadyCheck {
  const path = healthPath.startsWith('/') ? healthPath : `/${healthPath}`
  return async (timeoutMs, signal) => {
    const answer = await client.ask('GET', path, { timeoutMs, signal })
    if (refusesKey(answer)) throw wantsKey(client, path, said(answer))
    return answer.status === 200 ? null : `GET ${path} answered ${said(answer)}`
  }
}

/**
 * Content when the model is listed under /v1/models, or ready under /v2/models; without a name, when the list has any. A server
 * that knows neither path is not ready.
 */
function modelCheck(client: HttpClient, model: string | null): ReadyCheck {
  return async (timeoutMs, signal) => {
    const answer = await client.ask('GET', '/v1/models', { timeoutMs, signal })
    if (refusesKey(answer)) throw wantsKey(client, '/v1/models', said(answer))
    const models = modelIds(answer.value)
    if (answer.status === 200 && models !== null) {
      if (model === null) return models.length > 0 ? null : 'GET /v1/models lists no model'
      return models.includes(model)
        ? null
        : `GET /v1/models lists ${models.join(', ') || 'none'}, not ${model}`
    }
    if (model === null) return `GET /v1/models answered ${said(answer)}`
    const path = `/v2/models/${encodeURIComponent(model)}/ready`
    const second = await client.ask('GET', path, { timeoutMs, signal })
    return second.status === 200
      ? null
      : `GET /v1/models answered ${said(answer)}, GET ${path} ${said(second)}`
  }
}

/** Ids of an OpenAI list of models; null of anything else. */
function modelIds(value: unknown): readonly string[] | null {
  if (typeof value !== 'object' || value === null || !('data' in value) || !Array.isArray(value.data))
    return null
  return value.data.flatMap((model: unknown) =>
    typeof model === 'object' && model !== null && 'id' in model && typeof model.id === 'string'
      ? [model.id]
      : [],
  )
}

function wantsKey(client: HttpClient, path: string, words: string): HopelessError {
  return new HopelessError('server', `GET ${client.label}${path} wants a key: ${words}`, {
    hint: 'Name the environment variable that holds it as target.api_key_env, or give a header in target.headers.',
  })
}
