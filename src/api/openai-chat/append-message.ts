import type { Delta } from '../api.ts'
import { contentText } from '../openai/content-text.ts'
import { isJsonObject } from '../openai/json-object.ts'

/**
 * Adds what a message says, or a delta of one: both have the same fields. Reasoning is `reasoning_content` (DeepSeek,
 * SGLang, llama.cpp, older vLLM) or `reasoning` (newer vLLM, OpenRouter); some servers send both with the same text,
 * which counts once. A refusal is an answer like any other. A role alone, or empty strings, add nothing.
 */
export function appendMessage(message: unknown, deltas: Delta[]): void {
  if (!isJsonObject(message)) return
  const { reasoning_content, reasoning, content, refusal, tool_calls, function_call } = message
  append('reasoning', nonEmptyString(reasoning_content) ?? nonEmptyString(reasoning) ?? '', deltas)
  append('token', contentText(content), deltas)
  append('token', nonEmptyString(refusal) ?? '', deltas)
  for (const call of Array.isArray(tool_calls) ? tool_calls : []) {
    if (isJsonObject(call)) appendFunctionCall(call.function, deltas)
  }
  appendFunctionCall(function_call, deltas)
}

/** A name or a fragment of the arguments is something generated; the call's id and index aren't. */
function appendFunctionCall(call: unknown, deltas: Delta[]): void {
  if (!isJsonObject(call)) return
  const text = (nonEmptyString(call.name) ?? '') + (nonEmptyString(call.arguments) ?? '')
  append('tool_call', text, deltas)
}

function append(kind: 'token' | 'reasoning' | 'tool_call', text: string, deltas: Delta[]): void {
  if (text !== '') deltas.push({ kind, text })
}

function nonEmptyString(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
