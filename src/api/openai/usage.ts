import type { Usage } from '../api.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'

/**
 * Reads a `usage` object; undefined when it is absent or null. Cached tokens are in `prompt_tokens_details`, reasoning
 * tokens in `completion_tokens_details`, except that SGLang puts `reasoning_tokens` beside the totals and DeepSeek calls
 * the cached ones `prompt_cache_hit_tokens`. A count that isn't a whole number is left undefined.
 */
export function decodeUsage(usage: unknown): Usage | undefined {
  if (!isJsonObject(usage)) return undefined
  return {
    inputTokens: count(usage.prompt_tokens),
    outputTokens: count(usage.completion_tokens),
    reasoningTokens:
      count(details(usage, 'completion_tokens_details')?.reasoning_tokens) ?? count(usage.reasoning_tokens),
    cachedTokens:
      count(details(usage, 'prompt_tokens_details')?.cached_tokens) ?? count(usage.prompt_cache_hit_tokens),
  }
}

function details(usage: JsonObject, name: string): JsonObject | undefined {
  const value = usage[name]
  return isJsonObject(value) ? value : undefined
}

function count(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}
