import type { HttpClient } from '../http/http-client.ts'
import { refusesKey } from '../http/refuses-key.ts'
import { said } from '../http/said.ts'
import type { ReadyCheck } from './wait-until-ready.ts'
import { wantsKey } from './wants-key.ts'

/** Content with a 200 only: TorchServe's /ping says 500 until its workers are there, vLLM's /health 503. */
export function healthCheck(client: HttpClient, healthPath: string): ReadyCheck {
  const path = healthPath.startsWith('/') ? healthPath : `/${healthPath}`
  return async (timeoutMs, signal) => {
    const answer = await client.ask('GET', path, { timeoutMs, signal })
    if (refusesKey(answer)) throw wantsKey(client, path, answer)
    return answer.status === 200 ? null : `GET ${path} answered ${said(answer)}`
  }
}
