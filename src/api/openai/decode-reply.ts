import type { Delta } from '../api.ts'
import { errorMessage, messageOf } from './error-message.ts'
import { excerpt, isJsonObject, type JsonObject, parseJsonObject } from './json-object.ts'
import { decodeUsage } from './usage.ts'

/** Adds what one of a reply's choices says, its finish reason aside. */
export type AppendChoice = (choice: JsonObject, deltas: Delta[]) => void

const nothing: readonly Delta[] = []
const endOfStream: readonly Delta[] = [{ kind: 'end', finishReason: undefined }]

/** Decodes an event of a stream: the frame that chat and plain completions share. Throws SyntaxError. */
export function decodeStreamedReply(
  data: string,
  eventType: string,
  appendChoice: AppendChoice,
): readonly Delta[] {
  if (data === '[DONE]') return endOfStream
  if (eventType === 'error') return [{ kind: 'error', message: messageOfErrorEvent(data) }]
  // llama.cpp and some gateways keep a connection alive with events that say nothing.
  if (data.trim() === '') return nothing
  const reply = parseJsonObject(data)
  if (reply.type === 'ping') return nothing
  return decodeChoices(reply, data, appendChoice)
}

/** Decodes a whole reply, or the body of an error. Throws SyntaxError. */
export function decodeWholeReply(body: string, appendChoice: AppendChoice): readonly Delta[] {
  return decodeChoices(parseJsonObject(body), body, appendChoice)
}

/** An error hides whatever else the reply says; several choices (n > 1) all count. */
function decodeChoices(reply: JsonObject, text: string, appendChoice: AppendChoice): readonly Delta[] {
  const message = errorMessage(reply)
  if (message !== undefined) return [{ kind: 'error', message }]

  const { choices } = reply
  const usage = decodeUsage(reply.usage)
  if (!Array.isArray(choices) && usage === undefined) throw new SyntaxError(`no choices in ${excerpt(text)}`)
  const deltas: Delta[] = []
  for (const choice of Array.isArray(choices) ? choices : []) {
    if (!isJsonObject(choice)) throw new SyntaxError(`a choice is not an object in ${excerpt(text)}`)
    appendChoice(choice, deltas)
    const finishReason = choice.finish_reason
    if (typeof finishReason === 'string' && finishReason !== '') deltas.push({ kind: 'end', finishReason })
  }
  if (usage !== undefined) deltas.push({ kind: 'usage', usage })
  return deltas
}

/** The data of an `event: error` is an error in any of its shapes, the inner object alone, or plain text. */
function messageOfErrorEvent(data: string): string {
  try {
    const error = parseJsonObject(data)
    return errorMessage(error) ?? messageOf(error)
  } catch {
    return messageOf(data)
  }
}
