import type { Delta } from '../api.ts'
import { errorMessage } from '../openai/error-message.ts'
import { excerpt, parseJsonObject } from '../openai/json-object.ts'

/**
 * What a reply says: its outputs as one text, so that replies can be compared though each has an id of its own, or its
 * error (`{error}`, or TorchServe's `{code, type, message}`). Throws SyntaxError when it is neither.
 */
export function decodeBody(body: string): readonly Delta[] {
  const reply = parseJsonObject(body)
  const { outputs } = reply
  if (Array.isArray(outputs) && (reply.error === undefined || reply.error === null)) {
    return [{ kind: 'token', text: JSON.stringify(outputs) }]
  }
  const message = errorMessage(reply)
  if (message !== undefined) return [{ kind: 'error', message }]
  throw new SyntaxError(`no outputs in ${excerpt(body)}`)
}
