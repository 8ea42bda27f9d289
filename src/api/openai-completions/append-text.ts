import type { Delta } from '../api.ts'
import type { JsonObject } from '../openai/json-object.ts'

/** Adds a choice's text; it may be empty, for a special token or with the finish reason. */
export function appendText(choice: JsonObject, deltas: Delta[]): void {
  const { text } = choice
  if (typeof text === 'string' && text !== '') deltas.push({ kind: 'token', text })
}
