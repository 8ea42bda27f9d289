import { shortened } from '../../errors.ts'
import { isMapping } from '../../plan/is-mapping.ts'
import type { Answer } from './http-client.ts'

const longest = 300

/**
 * What an answer says, on one line: `HTTP 500: Failed to start workers`. Knows where TorchServe (`message`), KServe V2 and
 * OpenAI (`error`, or `error.message`), vLLM and FastAPI (`message`, `detail`) put it.
 */
export function said({ status, text, value }: Answer): string {
  const words = (messageIn(value) ?? text).replace(/\s+/g, ' ').trim()
  return words === '' ? `HTTP ${status}` : `HTTP ${status}: ${shortened(words, longest)}`
}

function messageIn(value: unknown): string | null {
  if (!isMapping(value)) return null
  const { message, error, detail, status } = value
  for (const words of [message, error, detail, status]) if (typeof words === 'string') return words
  return error === undefined ? null : messageIn(error)
}
