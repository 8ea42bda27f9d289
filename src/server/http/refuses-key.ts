import { isMapping } from '../../plan/is-mapping.ts'
import type { Answer } from './http-client.ts'

/** Whether an answer says that the key is missing, wrong or expired. TorchServe says so with a 400 (InvalidKeyException). */
export function refusesKey({ status, value }: Answer): boolean {
  if (status === 401) return true
  const { type, message } = isMapping(value) ? value : {}
  const isTokenError = /^(InvalidKey|KeyTimeOut)Exception$/.test(String(type))
  return (
    (status === 400 || status === 403) && (isTokenError || /token authori[sz]ation/i.test(String(message)))
  )
}
