import { TareError } from '../../errors.ts'
import type { ChatMessage, Prompt } from '../../workload/prompt.ts'
import type { EncodeOptions } from '../api.ts'
import { contentText } from '../openai/content-text.ts'
import { encodeRequest } from '../openai/encode-request.ts'
import { isJsonObject } from '../openai/json-object.ts'
import { requireText } from '../require-text.ts'

/**
 * A text is sent as it is; the texts of messages are joined by line breaks, without roles, since no chat template is
 * applied here. Throws TareError('input') for a message with an image or another part that isn't text.
 */
export function encode(prompt: Prompt, options: EncodeOptions): string {
  const given = requireText(prompt)
  const text = given.kind === 'text' ? given.text : given.messages.map(messageText).join('\n')
  return encodeRequest({ prompt: text }, options)
}

function messageText({ role, content }: ChatMessage): string {
  const parts = Array.isArray(content) ? content : []
  if (!parts.every((part) => isJsonObject(part) && typeof part.text === 'string')) {
    throw new TareError('input', `a message of role '${role}' has a part that is not text`, {
      hint: 'Completions take text only; use --api openai-chat.',
    })
  }
  return contentText(content)
}
