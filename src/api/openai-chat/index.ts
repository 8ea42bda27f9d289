import type { Api } from '../api.ts'
import { decodeBody } from './decode-body.ts'
import { decodeEvent } from './decode-event.ts'
import { encode } from './encode.ts'

/**
 * OpenAI's chat completions, as vLLM, SGLang, TGI, llama.cpp, Ollama and others serve them too
 * (https://platform.openai.com/docs/api-reference/chat).
 */
export const openaiChat: Api = {
  name: 'openai-chat',
  path: '/v1/chat/completions',
  contentType: 'application/json',
  replies: 'streamed',
  encode,
  decodeEvent,
  decodeBody,
}
