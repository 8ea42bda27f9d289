import { isJsonObject, type JsonObject } from './json-object.ts'

/** Some servers put the whole prompt, or a stack trace, into a message. */
const longestMessage = 1000

/**
 * The message of an error that came in place of a reply, or undefined when the reply isn't one. Servers differ:
 *
 * - `{"error":{"message":…}}`: OpenAI, vLLM, SGLang, llama.cpp, TGI's chat
 * - `{"error":"…","error_type":…}`: TGI, Ollama
 * - `{"object":"error","message":…}`: older vLLM, FastChat
 * - `{"detail":…}`, `{"message":…}` without choices: FastAPI's own errors, TorchServe, gateways
 */
export function errorMessage(reply: JsonObject): string | undefined {
  const { error, object, choices, detail, message } = reply
  if (error !== undefined && error !== null) return messageOf(error)
  if (object === 'error') return messageOf(reply)
  if (choices === undefined && (detail !== undefined || message !== undefined))
    return messageOf(detail ?? message)
  return undefined
}

/** The message within an error of any shape: its own text, its `message`, or all of it as JSON; at most 1000 characters. */
export function messageOf(error: unknown): string {
  const inner = isJsonObject(error) && typeof error.message === 'string' ? error.message : error
  return (typeof inner === 'string' ? inner : JSON.stringify(inner)).slice(0, longestMessage)
}
