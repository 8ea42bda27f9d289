import type { Delta } from '../api.ts'
import { decodeWholeReply } from '../openai/decode-reply.ts'
import { appendMessage } from './append-message.ts'

/** Decodes a `chat.completion`. Throws SyntaxError. */
export function decodeBody(body: string): readonly Delta[] {
  return decodeWholeReply(body, (choice, deltas) => appendMessage(choice.message, deltas))
}
