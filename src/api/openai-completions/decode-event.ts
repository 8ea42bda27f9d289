import type { Delta } from '../api.ts'
import { decodeStreamedReply } from '../openai/decode-reply.ts'
import { appendText } from './append-text.ts'

/** Decodes an event of a streamed `text_completion`. Throws SyntaxError. */
export function decodeEvent(data: string, eventType = 'message'): readonly Delta[] {
  return decodeStreamedReply(data, eventType, appendText)
}
