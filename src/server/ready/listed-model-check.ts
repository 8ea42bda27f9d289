import type { HttpClient } from '../http/http-client.ts'
import { refusesKey } from '../http/refuses-key.ts'
import { said } from '../http/said.ts'
import { modelsIn } from './models-in.ts'
import { readyPath } from './ready-path.ts'
import type { ReadyCheck } from './wait-until-ready.ts'
import { wantsKey } from './wants-key.ts'

/**
 * Content when the model is listed under /v1/models, or ready under /v2/models; without a name, when the list has any, or the
 * repository one that is ready. A server that knows none of them is not ready.
 */
export function listedModelCheck(client: HttpClient, model: string | null): ReadyCheck {
  return async (timeoutMs, signal) => {
    const answer = await client.ask('GET', '/v1/models', { timeoutMs, signal })
    if (refusesKey(answer)) throw wantsKey(client, '/v1/models', answer)
    const models = modelIds(answer.value)
    if (answer.status === 200 && models !== null) {
      if (model === null) return models.length > 0 ? null : 'GET /v1/models lists no model'
      return models.includes(model)
        ? null
        : `GET /v1/models lists ${models.join(', ') || 'none'}, not ${model}`
    }
    if (model === null) {
      const index = await client.ask('POST', '/v2/repository/index', { json: {}, timeoutMs, signal })
      const isReady = modelsIn(index.value)?.some(({ state }) => state === 'READY') === true
      if (index.status === 200 && isReady) return null
      const words = index.status === 200 ? 'lists no model that is ready' : said(index)
      return `GET /v1/models answered ${said(answer)}, POST /v2/repository/index ${words}`
    }
    const path = readyPath(model)
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
