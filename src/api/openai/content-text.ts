import { isJsonObject } from './json-object.ts'

/**
 * The text of a message's `content`: a string, or a list of parts of which those with a `text` count. Empty when there
 * is none.
 */
export function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content
    .map((part) => (isJsonObject(part) && typeof part.text === 'string' ? part.text : ''))
    .join('')
}
