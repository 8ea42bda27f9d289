import type { Answer, HttpClient } from '../http/http-client.ts'
import { said } from '../http/said.ts'
import { HopelessError } from './wait-until-ready.ts'

/** An answer that refuses the key: waiting doesn't give one. */
export function wantsKey({ label }: HttpClient, path: string, answer: Answer): HopelessError {
  return new HopelessError('server', `GET ${label}${path} wants a key: ${said(answer)}`, {
    hint: 'Name the environment variable that holds it as target.api_key_env, or give a header in target.headers.',
  })
}
