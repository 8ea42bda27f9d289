import type { Prompt } from '../../workload/prompt.ts'
import type { EncodeOptions } from '../api.ts'
import { encodeRequest } from '../openai/encode-request.ts'
import { requireText } from '../require-text.ts'

/** A text becomes one message of the user; messages are sent as they are. */
export function encode(prompt: Prompt, options: EncodeOptions): string {
  const chat = requireText(prompt)
  const messages = chat.kind === 'text' ? [{ role: 'user', content: chat.text }] : chat.messages
  return encodeRequest({ messages }, options)
}
