import type { Delta } from '../api.ts'
import { isJsonObject } from '../openai/json-object.ts'

const nothing: readonly Delta[] = []

/**
 * The error that TorchServe's front end sends in place of a prediction, `{code, type, message}`: 503 when the queue is full
 * or no worker is up, 507 when one ran out of memory. Of anything else, nothing: only the handler knows what it means.
 */
export function decodeBody(body: string): readonly Delta[] {
  const reply = parsed(body)
  if (!isJsonObject(reply) || typeof reply.message !== 'string') return nothing
  const { type, message } = reply
  return [{ kind: 'error', message: typeof type === 'string' ? `${type}: ${message}` : message }]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
