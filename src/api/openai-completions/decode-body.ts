import type { Delta } from '../api.ts'
import { decodeWholeReply } from '../openai/decode-reply.ts'
import { appendText } from './append-text.ts'

/** Decodes a `text_completion`. Throws SyntaxError. */
export function decodeBody(body: string): readonly Delta[] {
  return decodeWholeReply(body, appendText)
}
