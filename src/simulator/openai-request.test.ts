import { expect, test } from 'vitest'
import { type OpenAiEndpoint, type ParsedRequest, parseRequest } from './openai-request.ts'

const limits = { model: 'm', maxModelTokens: 1000 }
const messages = [{ role: 'user', content: 'one two three' }]

function parse(fields: object, endpoint: OpenAiEndpoint = 'chat'): ParsedRequest {
  return parseRequest(endpoint, JSON.stringify({ model: 'm', messages, ...fields }), limits)
}

function parsed(fields: object, endpoint: OpenAiEndpoint = 'chat') {
  const result = parse(fields, endpoint)
  if (result.kind === 'error') throw new Error(result.error.message)
  return result.request
}

test('a bare request streams nothing and has no limits', () => {
  expect(parsed({})).toMatchObject({
    stream: false,
    includeUsage: false,
    maxTokens: undefined,
    minTokens: 0,
    ignoreEos: false,
    prompt: { count: 3 },
  })
})

test('reads the fields that matter, the newer name of the limit first', () => {
  const fields = {
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: 5,
    min_tokens: 2,
    ignore_eos: true,
  }
  expect(parsed({ ...fields, max_completion_tokens: 7 })).toMatchObject({
    stream: true,
    includeUsage: true,
    maxTokens: 7,
    minTokens: 2,
    ignoreEos: true,
  })
  expect(parsed(fields).maxTokens).toBe(5)
  expect(parsed({ max_tokens: null, stream: null, n: null }).maxTokens).toBeUndefined()
})

test('counts the words of all messages, and of text parts only', () => {
  const content = [
    { type: 'text', text: 'a b' },
    { type: 'image_url', image_url: { url: 'x y z' } },
  ]
  const conversation = [
    { role: 'system', content: 'be terse' },
    { role: 'user', content },
    { role: 'assistant', content: null },
  ]
  expect(parsed({ messages: conversation }).prompt.count).toBe(4)
})

test('completions take a text, a list of one, or token ids', () => {
  for (const prompt of ['a b c', ['a b c'], [1, 2, 3], [[1, 2, 3]]]) {
    expect(parsed({ prompt }, 'completions').prompt.count).toBe(3)
  }
})

test('a model that is left out is the one there is; another is not found', () => {
  expect(parse({ model: undefined }).kind).toBe('request')
  expect(parse({ model: 'gpt-4' })).toMatchObject({
    kind: 'error',
    error: { status: 404, code: 'model_not_found' },
  })
})

const refused: readonly [string, object, OpenAiEndpoint?][] = [
  ['no messages', { messages: [] }],
  ['messages that are no list', { messages: 'hi' }],
  ['a message that is no object', { messages: [null] }],
  ['a message without a role', { messages: [{ content: 'x' }] }],
  ['content of another type', { messages: [{ role: 'user', content: 5 }] }],
  ['a part that is no object', { messages: [{ role: 'user', content: ['x'] }] }],
  ['several choices', { n: 2 }],
  ['a limit of zero', { max_tokens: 0 }],
  ['a negative limit', { max_completion_tokens: -1 }],
  ['a fractional limit', { max_tokens: 1.5 }],
  ['a limit that is text', { max_tokens: '5' }],
  ['a limit beyond the model', { max_tokens: 1e15 }],
  ['prompt and reply beyond the model', { max_tokens: 998 }],
  ['a prompt that leaves no room', { messages: [{ role: 'user', content: 'w '.repeat(1000) }] }],
  ['min_tokens above max_tokens', { min_tokens: 5, max_tokens: 4 }],
  ['stream that is no boolean', { stream: 'yes' }],
  ['stream_options without a stream', { stream_options: { include_usage: true } }],
  ['no prompt', {}, 'completions'],
  ['several prompts', { prompt: ['a', 'b'] }, 'completions'],
  ['an empty list of ids', { prompt: [] }, 'completions'],
  ['ids that are no integers', { prompt: [1, 'a'] }, 'completions'],
]

for (const [what, fields, endpoint] of refused) {
  test(`refuses ${what} with 400 and a message`, () => {
    const result = parse(fields, endpoint)
    expect(result).toMatchObject({ kind: 'error', error: { status: 400, type: 'invalid_request_error' } })
    expect(result.kind === 'error' && result.error.message).toBeTruthy()
  })
}

for (const body of ['', '{', 'null', '[]', '"text"', '{"model":']) {
  test(`refuses the body ${JSON.stringify(body)}`, () => {
    expect(parseRequest('chat', body, limits)).toMatchObject({ kind: 'error', error: { status: 400 } })
  })
}

test('the longest that fits is taken', () => {
  expect(parse({ max_tokens: 997 }).kind).toBe('request')
})
