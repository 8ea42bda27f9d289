import type { HttpClient } from '../http/http-client.ts'
import { refusesKey } from '../http/refuses-key.ts'
import { said } from '../http/said.ts'
import { modelsIn } from './models-in.ts'
import { readyPath } from './ready-path.ts'
import type { ReadyCheck } from './wait-until-ready.ts'
import { wantsKey } from './wants-key.ts'

/**
 * Content when the model says that it is ready (KServe V2, model ready), or the repository that it is (Triton's repository
 * index), which not every server has; without a name, when any is. `otherwise` is asked when the server has neither.
 */
export function v2ModelCheck(client: HttpClient, model: string | null, otherwise: ReadyCheck): ReadyCheck {
  return async (timeoutMs, signal) => {
    let seen = ''
    if (model !== null) {
      const path = readyPath(model)
      const answer = await client.ask('GET', path, { timeoutMs, signal })
      if (refusesKey(answer)) throw wantsKey(client, path, answer)
      if (answer.status === 200) return null
      seen = `GET ${path} answered ${said(answer)}, and `
      if (!isUnknownPath(answer.status)) return seen.replace(/, and $/, '')
    }
    const index = await client.ask('POST', '/v2/repository/index', { json: {}, timeoutMs, signal })
    if (refusesKey(index)) throw wantsKey(client, '/v2/repository/index', index)
    const models = index.status === 200 ? modelsIn(index.value) : null
    if (models === null) {
      if (isUnknownPath(index.status)) return otherwise(timeoutMs, signal)
      return `${seen}POST /v2/repository/index ${said(index)}`
    }
    const named = models.filter(
      ({ name }) => model === null || model.replace(/\/versions\/[^/]+$/, '') === name,
    )
    if (named.some(({ state }) => state === 'READY')) return null
    const states = models.map(({ name, state }) => `${name} (${state})`).join(', ')
    return `${seen}the repository lists ${states || 'no model'}`
  }
}

/** 404 of a server that has the path means that it doesn't know the model: the index tells which. */
function isUnknownPath(status: number): boolean {
  return status === 404 || status === 405 || status === 501
}
