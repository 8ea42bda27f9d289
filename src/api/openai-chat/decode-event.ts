import type { Delta } from '../api.ts'
import { decodeStreamedReply } from '../openai/decode-reply.ts'
import { appendMessage } from './append-message.ts'

/** Decodes a `chat.completion.chunk`. Throws SyntaxError. */
export function decodeEvent(data: string, eventType = 'message'): readonly Delta[] {
  return decodeStreamedReply(data, eventType, (choice, deltas) => appendMessage(choice.delta, deltas))
}
