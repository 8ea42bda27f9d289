import { shortened, TareError } from '../errors.ts'
import { longestLength } from './length-distribution.ts'
import type { ChatMessage, Prompt, WorkItem } from './prompt.ts'

const formsHint =
  'a line is a JSON string, or an object with "prompt" (a string), "messages" (a list of {"role", "content"}) or ' +
  '"conversations" (a list of {"from", "value"}), and "output_tokens" or "max_tokens" if its reply has a length'

type JsonObject = Readonly<Record<string, unknown>>

/**
 * What one line of a file of prompts asks for. `where` is its file:line. Of a conversation (ShareGPT's form), the first
 * turn of the human's is the prompt. Fields that aren't known are ignored, but for those of messages, which are sent.
 * Throws TareError('input').
 */
export function parsePromptLine(line: string, where: string): WorkItem {
  const value = parseJson(line, where)
  if (typeof value === 'string') return { prompt: textPrompt(value, where), outputTokens: undefined }
  if (Array.isArray(value)) throw bad(where, 'a JSON array where one prompt is expected', arrayHint)
  if (!isObject(value)) throw bad(where, `${shortened(line, 120)} isn't a prompt`)
  return { prompt: promptOf(value, where), outputTokens: outputTokensOf(value, where) }
}

const arrayHint = "put each element on a line of its own: jq -c '.[]' prompts.json > prompts.jsonl"

function parseJson(line: string, where: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    // The first line of a pretty-printed array.
    if (/^\s*\[/.test(line)) throw bad(where, 'a JSON array where one prompt is expected', arrayHint)
    throw bad(where, `not JSON: ${shortened((cause as Error).message, 120)}`)
  }
}

function promptOf(value: JsonObject, where: string): Prompt {
  const forms = ['prompt', 'messages', 'conversations'].filter((form) => value[form] != null)
  if (forms.length === 0) {
    const keys = Object.keys(value).slice(0, 8)
    throw bad(
      where,
      `no prompt: its keys are ${keys.length === 0 ? 'none' : shortened(keys.join(', '), 120)}`,
    )
  }
  if (forms.length > 1) throw bad(where, `both "${forms[0]}" and "${forms[1]}"`)
  if (value.prompt != null) return textPrompt(value.prompt, where)
  if (value.messages != null) return { kind: 'messages', messages: messagesOf(value.messages, where) }
  return textPrompt(firstHumanTurn(value.conversations, where), where)
}

function textPrompt(text: unknown, where: string): Prompt {
  if (typeof text !== 'string') throw bad(where, 'the prompt must be a string')
  if (text === '') throw bad(where, 'the prompt is empty')
  return { kind: 'text', text }
}

function messagesOf(messages: unknown, where: string): readonly ChatMessage[] {
  if (!Array.isArray(messages) || messages.length === 0)
    throw bad(where, '"messages" must be a list of at least one')
  for (const [position, message] of messages.entries()) {
    if (!isObject(message) || typeof message.role !== 'string') {
      throw bad(where, `messages[${position}] must be an object with a "role"`)
    }
  }
  return messages as readonly ChatMessage[]
}

function firstHumanTurn(turns: unknown, where: string): unknown {
  if (!Array.isArray(turns)) throw bad(where, '"conversations" must be a list of {"from", "value"}')
  const turn: unknown = turns.find(
    (each) => isObject(each) && (each.from === 'human' || each.from === 'user'),
  )
  if (turn === undefined) {
    const hint = `leave such lines out: jq -c 'select(any(.conversations[]; .from == "human"))'`
    throw bad(where, 'no turn of the conversation is from "human" or "user"', hint)
  }
  return (turn as JsonObject).value
}

function outputTokensOf(value: JsonObject, where: string): number | undefined {
  const tokens = value.output_tokens ?? value.max_tokens
  if (tokens == null) return undefined
  if (Number.isInteger(tokens) && (tokens as number) >= 1 && (tokens as number) <= longestLength)
    return tokens as number
  const name = value.output_tokens == null ? 'max_tokens' : 'output_tokens'
  throw bad(
    where,
    `"${name}" must be a whole number from 1 to ${longestLength}, not ${shortened(JSON.stringify(tokens), 120)}`,
  )
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function bad(where: string, why: string, hint: string = formsHint): TareError {
  return new TareError('input', `${where}: ${why}`, { hint })
}
