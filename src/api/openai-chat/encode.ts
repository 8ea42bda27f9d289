import type { Prompt } from '../../workload/prompt.ts'
import type { EncodeOptions } from '../api.ts'
import { encodeRequest } from '../openai/encode-request.ts'

/** A text becomes one message of the user; messages are sent as they are. */
export function encode(prompt: Prompt, options: EncodeOptions): string {
  const messages = prompt.kind === 'text' ? [{ role: 'user', content: prompt.text }] : prompt.messages
  return encodeRequest({ messages }, options)
}
