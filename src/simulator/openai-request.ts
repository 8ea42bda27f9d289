import { badRequest, modelNotFound, type OpenAiError } from './openai-error.ts'
import { type PromptTokens, promptTokens, promptTokensOfIds } from './prompt-tokens.ts'

export type OpenAiEndpoint = 'chat' | 'completions'

/** What a request asks for, checked. */
export interface GenerationRequest {
  readonly endpoint: OpenAiEndpoint
  readonly prompt: PromptTokens
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly maxTokens: number | undefined
  readonly minTokens: number
  readonly ignoreEos: boolean
}

export type ParsedRequest =
  | { readonly kind: 'request'; readonly request: GenerationRequest }
  | { readonly kind: 'error'; readonly error: OpenAiError }

export interface RequestLimits {
  readonly model: string
  /** Most tokens of prompt and reply together. */
  readonly maxModelTokens: number
}

/** Reads the body of `/v1/chat/completions` or `/v1/completions`. Fields that don't matter here are ignored. */
export function parseRequest(endpoint: OpenAiEndpoint, body: string, limits: RequestLimits): ParsedRequest {
  try {
    return { kind: 'request', request: checkedRequest(endpoint, body, limits) }
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'error', error: error.reason }
    throw error
  }
}

class Refusal extends Error {
  readonly reason: OpenAiError

  constructor(reason: OpenAiError) {
    super(reason.message)
    this.reason = reason
  }
}

type Fields = Readonly<Record<string, unknown>>

function checkedRequest(endpoint: OpenAiEndpoint, body: string, limits: RequestLimits): GenerationRequest {
  const fields = parsedObject(body)
  const model = fields.model
  if (model !== undefined && model !== limits.model)
    throw new Refusal(modelNotFound(typeof model === 'string' ? model : JSON.stringify(model)))
  if (fields.n !== undefined && fields.n !== null && fields.n !== 1) refuse('only n = 1 is supported', 'n')
  const stream = booleanField(fields, 'stream')
  const streamOptions = fields.stream_options
  if (streamOptions != null && !stream) refuse('stream_options needs stream = true', 'stream_options')
  const maxTokens = maxTokensOf(fields, limits)
  const minTokens = integerField(fields, 'min_tokens', 0) ?? 0
  if (maxTokens !== undefined && minTokens > maxTokens) refuse('min_tokens is above max_tokens', 'min_tokens')
  const prompt = endpoint === 'chat' ? chatPrompt(fields.messages) : completionPrompt(fields.prompt)
  checkLength(prompt, Math.max(1, maxTokens ?? minTokens), limits)
  return {
    endpoint,
    prompt,
    stream,
    includeUsage: isObject(streamOptions) && streamOptions.include_usage === true,
    maxTokens,
    minTokens,
    ignoreEos: booleanField(fields, 'ignore_eos'),
  }
}

function refuse(message: string, param: string | null = null): never {
  throw new Refusal(badRequest(message, param))
}

function parsedObject(body: string): Fields {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch (error) {
    refuse(`the body isn't JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  return isObject(parsed) ? parsed : refuse("the body isn't a JSON object")
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function booleanField(fields: Fields, name: string): boolean {
  const value = fields[name] ?? false
  return typeof value === 'boolean' ? value : refuse(`${name} isn't a boolean`, name)
}

function integerField(fields: Fields, name: string, least: number): number | undefined {
  const value = fields[name] ?? undefined
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value
  return refuse(`${name} must be an integer of at least ${least}`, name)
}

/** The newer name wins, as in OpenAI's and vLLM's servers. */
function maxTokensOf(fields: Fields, limits: RequestLimits): number | undefined {
  const maxTokens = integerField(fields, 'max_completion_tokens', 1) ?? integerField(fields, 'max_tokens', 1)
  if (maxTokens !== undefined && maxTokens > limits.maxModelTokens)
    refuse(tooLong(limits, maxTokens), 'max_tokens')
  return maxTokens
}

function checkLength(prompt: PromptTokens, leastOutput: number, limits: RequestLimits): void {
  const tokens = prompt.count + leastOutput
  if (tokens > limits.maxModelTokens) refuse(tooLong(limits, tokens))
}

function tooLong(limits: RequestLimits, tokens: number): string {
  return `This model's maximum context length is ${limits.maxModelTokens} tokens; ${tokens} were asked for.`
}

function chatPrompt(messages: unknown): PromptTokens {
  if (!Array.isArray(messages) || messages.length === 0)
    refuse('messages must be a list of at least one', 'messages')
  const texts: string[] = []
  for (const message of messages as readonly unknown[]) {
    if (!isObject(message) || typeof message.role !== 'string') refuse('a message has no role', 'messages')
    collectText(message.content, texts)
  }
  return promptTokens(texts)
}

/** Text, or a list of parts of which those of type text count; assistant messages may have null. */
function collectText(content: unknown, texts: string[]): void {
  if (content === null || content === undefined) return
  if (typeof content === 'string') texts.push(content)
  else if (Array.isArray(content)) {
    for (const part of content as readonly unknown[]) {
      if (!isObject(part)) refuse("a message's content has a part that isn't an object", 'messages')
      if (typeof part.text === 'string') texts.push(part.text)
    }
  } else refuse("a message's content is neither text nor a list of parts", 'messages')
}

function completionPrompt(prompt: unknown): PromptTokens {
  const one =
    Array.isArray(prompt) && prompt.length === 1 && typeof prompt[0] !== 'number' ? prompt[0] : prompt
  if (typeof one === 'string') return promptTokens([one])
  if (Array.isArray(one) && one.length > 0 && one.every((id) => Number.isInteger(id))) {
    return promptTokensOfIds(one as number[])
  }
  return refuse('prompt must be one text or one list of token ids', 'prompt')
}
