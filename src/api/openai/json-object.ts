import { shortened } from '../../errors.ts'

/** A JSON object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Parses `text`; throws SyntaxError, with the text's beginning, when it isn't a JSON object. */
export function parseJsonObject(text: string): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new SyntaxError(`not JSON: ${excerpt(text)}`, { cause })
  }
  if (!isJsonObject(value)) throw new SyntaxError(`not a JSON object: ${excerpt(text)}`)
  return value
}

/** The beginning of a text that may be long, or binary, for an error message. */
export function excerpt(text: string): string {
  return JSON.stringify(shortened(text, 120))
}
