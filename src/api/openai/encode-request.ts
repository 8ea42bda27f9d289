import type { EncodeOptions } from '../api.ts'

/**
 * The JSON body of a request: `content` (messages or prompt) and what chat and plain completions share.
 *
 * The length limit is `max_tokens`, which every server knows; `max_completion_tokens`, which OpenAI's newest models ask
 * for, is unknown to TGI, to llama-cpp-python and to older llama.cpp, where it would be ignored and the length unbounded.
 * An extra body that has `max_completion_tokens` takes its place. With `ignoreEos`, `min_tokens` goes with `ignore_eos`,
 * as the latter leaves a model's other stop tokens in force. Sampling is left to the server: a temperature set here
 * would have the server do other work (greedy decoding) than it does for its users; the extra body can set one.
 */
export function encodeRequest(content: Readonly<Record<string, unknown>>, options: EncodeOptions): string {
  const { model, stream, maxTokens, ignoreEos, extraBody } = options
  const limited = maxTokens !== undefined && extraBody?.max_completion_tokens === undefined
  return JSON.stringify({
    model,
    ...content,
    stream,
    ...(stream ? { stream_options: { include_usage: true } } : {}),
    ...(limited ? { max_tokens: maxTokens } : {}),
    ...(ignoreEos ? { ignore_eos: true } : {}),
    ...(ignoreEos && maxTokens !== undefined ? { min_tokens: maxTokens } : {}),
    ...extraBody,
  })
}
