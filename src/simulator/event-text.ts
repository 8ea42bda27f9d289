import type { OpenAiEndpoint } from './openai-request.ts'

export interface ReplyIdentity {
  readonly endpoint: OpenAiEndpoint
  readonly id: string
  readonly model: string
  readonly createdUnixS: number
}

export interface ReplyUsage {
  readonly promptTokens: number
  readonly outputTokens: number
  readonly cachedTokens: number
}

/** The events of one streamed reply as text. `tokenHead + text + tokenTail` is a token's. All of it is ASCII. */
export interface EventText {
  /** Role and no content: the first event of a chat. Empty for completions, which have none. */
  readonly role: string
  readonly tokenHead: string
  readonly tokenTail: string
  /** Follows the text of the last token. */
  lastTail(finishReason: string): string
  usage(usage: ReplyUsage): string
  error(body: string): string
  readonly done: string
}

export interface EventStyle {
  readonly newline: '\n' | '\r\n'
  /** Put before every event: a comment, or nothing. */
  readonly comment: string
}

const textMark = '\u0001'

export function createEventText(reply: ReplyIdentity, style: EventStyle): EventText {
  const { newline, comment } = style
  const event = (data: string): string =>
    `${comment === '' ? '' : `: ${comment}${newline}${newline}`}data: ${data}${newline}${newline}`
  const chunk = (choices: readonly unknown[], more: object = {}): string =>
    event(asciiJson({ ...identityFields(reply, true), choices, ...more }))
  const isChat = reply.endpoint === 'chat'
  const choice = (text: string, finishReason: string | null): object =>
    isChat
      ? { index: 0, delta: { content: text }, logprobs: null, finish_reason: finishReason }
      : { index: 0, text, logprobs: null, finish_reason: finishReason }
  const cut = (text: string): readonly string[] => text.split(JSON.stringify(textMark).slice(1, -1))
  const [tokenHead, tokenTail] = cut(chunk([choice(textMark, null)]))
  const role = { index: 0, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null }
  return {
    role: isChat ? chunk([role]) : '',
    tokenHead: tokenHead!,
    tokenTail: tokenTail!,
    lastTail: (finishReason) => cut(chunk([choice(textMark, finishReason)]))[1]!,
    usage: (usage) => chunk([], { usage: usageFields(usage) }),
    error: (body) => event(body),
    done: event('[DONE]'),
  }
}

/** An unstreamed reply's body; without usage when that is undefined. */
export function wholeReplyBody(
  reply: ReplyIdentity,
  text: string,
  finishReason: string,
  usage: ReplyUsage | undefined,
): string {
  const content = reply.endpoint === 'chat' ? { message: { role: 'assistant', content: text } } : { text }
  const choices = [{ index: 0, ...content, logprobs: null, finish_reason: finishReason }]
  const usageField = usage === undefined ? {} : { usage: usageFields(usage) }
  return asciiJson({ ...identityFields(reply, false), choices, ...usageField })
}

function identityFields(reply: ReplyIdentity, isChunk: boolean): object {
  const { endpoint, id, createdUnixS, model } = reply
  if (endpoint === 'completions')
    return { id: `cmpl-${id}`, object: 'text_completion', created: createdUnixS, model }
  const object = isChunk ? 'chat.completion.chunk' : 'chat.completion'
  return { id: `chatcmpl-${id}`, object, created: createdUnixS, model }
}

function usageFields(usage: ReplyUsage): object {
  return {
    prompt_tokens: usage.promptTokens,
    total_tokens: usage.promptTokens + usage.outputTokens,
    completion_tokens: usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens },
  }
}

/** JSON in ASCII, so that a string's length is its length in bytes. */
function asciiJson(value: object): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
