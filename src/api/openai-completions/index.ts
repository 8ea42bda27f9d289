import type { Api } from '../api.ts'
import { decodeBody } from './decode-body.ts'
import { decodeEvent } from './decode-event.ts'
import { encode } from './encode.ts'

/** OpenAI's completions of a plain prompt (https://platform.openai.com/docs/api-reference/completions). */
export const openaiCompletions: Api = {
  name: 'openai-completions',
  path: '/v1/completions',
  contentType: 'application/json',
  replies: 'streamed',
  encode,
  decodeEvent,
  decodeBody,
}
