import { describe, expect, it } from 'vitest'
import type { Delta } from '../api.ts'
import { decodeBody } from './decode-body.ts'
import { decodeEvent } from './decode-event.ts'
import { encode } from './encode.ts'

const chunk = (delta: unknown, rest: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    id: 'x',
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: null }],
    ...rest,
  })
const token = (text: string): Delta => ({ kind: 'token', text })
const reasoning = (text: string): Delta => ({ kind: 'reasoning', text })
const toolCall = (text: string): Delta => ({ kind: 'tool_call', text })
const error = (message: string): Delta => ({ kind: 'error', message })

describe('encode', () => {
  const options = { model: 'm', stream: true, ignoreEos: false }

  it('sends a text as one user message, and asks for usage when streaming', () => {
    expect(JSON.parse(encode({ kind: 'text', text: 'hi' }, options))).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'hi' }],
      stream: true,
      stream_options: { include_usage: true },
    })
  })

  it('sends messages as they are, fields it does not know included', () => {
    const messages = [
      { role: 'system', content: 's' },
      { role: 'user', content: [{ type: 'image_url' }], name: 'n' },
    ]
    const body = JSON.parse(
      encode({ kind: 'messages', messages }, { ...options, stream: false, maxTokens: 7 }),
    )
    expect(body).toEqual({ model: 'm', messages, stream: false, max_tokens: 7 })
  })

  it('asks for exactly so many tokens with ignoreEos', () => {
    const body = JSON.parse(encode({ kind: 'text', text: '' }, { ...options, maxTokens: 7, ignoreEos: true }))
    expect(body).toMatchObject({ max_tokens: 7, min_tokens: 7, ignore_eos: true })
    const unbounded = JSON.parse(encode({ kind: 'text', text: '' }, { ...options, ignoreEos: true }))
    expect(unbounded).toMatchObject({ ignore_eos: true })
    expect(unbounded).not.toHaveProperty('min_tokens')
  })

  it('lets the extra body win, max_completion_tokens over max_tokens too', () => {
    const extraBody = { model: 'other', temperature: 0, stream_options: null, max_completion_tokens: 9 }
    const body = JSON.parse(encode({ kind: 'text', text: '' }, { ...options, maxTokens: 7, extraBody }))
    expect(body).toMatchObject(extraBody)
    expect(body).not.toHaveProperty('max_tokens')
  })

  it('leaves sampling to the server', () => {
    expect(JSON.parse(encode({ kind: 'text', text: '' }, options))).not.toHaveProperty('temperature')
  })
})

describe('decodeEvent', () => {
  it.each<[string, unknown, Delta[]]>([
    ['content', { content: ' the' }, [token(' the')]],
    ['role only', { role: 'assistant' }, []],
    ['role with empty content', { role: 'assistant', content: '' }, []],
    ['role with null content', { role: 'assistant', content: null, tool_calls: null }, []],
    ['no delta', undefined, []],
    ['empty delta', {}, []],
    ['reasoning_content', { reasoning_content: 'hm' }, [reasoning('hm')]],
    ['reasoning', { reasoning: 'hm', content: null }, [reasoning('hm')]],
    ['both spellings of reasoning', { reasoning: 'hm', reasoning_content: 'hm' }, [reasoning('hm')]],
    [
      'an empty spelling of reasoning beside a full one',
      { reasoning: 'hm', reasoning_content: '' },
      [reasoning('hm')],
    ],
    ['reasoning that is no string', { reasoning: { x: 1 } }, []],
    [
      'the last of the reasoning with the first of the answer',
      { reasoning: 'so', content: 'Yes' },
      [reasoning('so'), token('Yes')],
    ],
    ['refusal', { refusal: 'No' }, [token('No')]],
    [
      'content parts',
      { content: [{ type: 'text', text: 'a' }, { type: 'x' }, { type: 'text', text: 'b' }] },
      [token('ab')],
    ],
    [
      "a tool call's name",
      { tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '' } }] },
      [toolCall('f')],
    ],
    [
      "a fragment of a tool call's arguments",
      { tool_calls: [{ index: 0, function: { arguments: '{"a' } }] },
      [toolCall('{"a')],
    ],
    [
      'two tool calls',
      { tool_calls: [{ function: { name: 'f' } }, { function: { arguments: '{}' } }] },
      [toolCall('f'), toolCall('{}')],
    ],
    [
      'a tool call that says nothing',
      { tool_calls: [{ index: 0, id: 'c' }, null, { function: { arguments: '' } }] },
      [],
    ],
    ['a function call of the old kind', { function_call: { name: 'f' } }, [toolCall('f')]],
  ])('%s', (_, delta, deltas) => {
    expect(decodeEvent(chunk(delta))).toEqual(deltas)
  })

  it('tells the finish reason after the text that comes with it', () => {
    const choices = [{ delta: { content: '.' }, finish_reason: 'stop' }]
    expect(decodeEvent(JSON.stringify({ choices }))).toEqual([
      token('.'),
      { kind: 'end', finishReason: 'stop' },
    ])
    expect(decodeEvent(JSON.stringify({ choices: [{ delta: {}, finish_reason: '' }] }))).toEqual([])
  })

  it('decodes every choice of n > 1', () => {
    const choices = [
      { index: 0, delta: { content: 'a' } },
      { index: 1, delta: { content: 'b' }, finish_reason: 'length' },
    ]
    expect(decodeEvent(JSON.stringify({ choices }))).toEqual([
      token('a'),
      token('b'),
      { kind: 'end', finishReason: 'length' },
    ])
  })

  it('knows the end-of-stream mark and events that say nothing', () => {
    expect(decodeEvent('[DONE]')).toEqual([{ kind: 'end', finishReason: undefined }])
    expect(decodeEvent('')).toEqual([])
    expect(decodeEvent(' ')).toEqual([])
    expect(decodeEvent('{"type":"ping"}')).toEqual([])
    expect(decodeEvent('{"choices":[],"prompt_filter_results":[]}')).toEqual([])
  })

  it('reads usage, alone or beside a token', () => {
    const usage = {
      prompt_tokens: 10,
      completion_tokens: 5,
      prompt_tokens_details: { cached_tokens: 8 },
      completion_tokens_details: { reasoning_tokens: 3 },
    }
    const delta: Delta = {
      kind: 'usage',
      usage: { inputTokens: 10, outputTokens: 5, cachedTokens: 8, reasoningTokens: 3 },
    }
    expect(decodeEvent(JSON.stringify({ choices: [], usage }))).toEqual([delta])
    expect(decodeEvent(JSON.stringify({ usage }))).toEqual([delta])
    expect(decodeEvent(chunk({ content: 'a' }, { usage }))).toEqual([token('a'), delta])
    expect(decodeEvent(chunk({ content: 'a' }, { usage: null }))).toEqual([token('a')])
  })

  it("reads SGLang's and DeepSeek's usage, and leaves out counts that are none", () => {
    const sglang = {
      prompt_tokens: 1,
      completion_tokens: 2,
      prompt_tokens_details: null,
      reasoning_tokens: 3,
    }
    const deepseek = { prompt_tokens: -1, completion_tokens: '2', prompt_cache_hit_tokens: 4 }
    expect(decodeEvent(JSON.stringify({ choices: [], usage: sglang }))).toEqual([
      {
        kind: 'usage',
        usage: { inputTokens: 1, outputTokens: 2, cachedTokens: undefined, reasoningTokens: 3 },
      },
    ])
    expect(decodeEvent(JSON.stringify({ choices: [], usage: deepseek }))).toEqual([
      {
        kind: 'usage',
        usage: {
          inputTokens: undefined,
          outputTokens: undefined,
          cachedTokens: 4,
          reasoningTokens: undefined,
        },
      },
    ])
  })

  it.each([
    ['OpenAI, vLLM', '{"error":{"message":"boom","type":"x","code":500}}', 'boom'],
    ['TGI', '{"error":"overloaded","error_type":"overloaded"}', 'overloaded'],
    ['vLLM before, FastChat', '{"object":"error","message":"boom","code":400}', 'boom'],
    ['FastAPI', '{"detail":"Not Found"}', 'Not Found'],
    ['FastAPI, invalid request', '{"detail":[{"loc":["body"]}]}', '[{"loc":["body"]}]'],
    [
      'TorchServe',
      '{"code":503,"type":"InternalServerException","message":"Prediction failed"}',
      'Prediction failed',
    ],
    ['an error without message', '{"error":{"code":7}}', '{"code":7}'],
    ['an error beside choices', '{"error":{"message":"boom"},"choices":[{"delta":{"content":"a"}}]}', 'boom'],
  ])('an error inside a 200: %s', (_, data, message) => {
    expect(decodeEvent(data)).toEqual([error(message)])
    expect(decodeBody(data)).toEqual([error(message)])
  })

  it('keeps the beginning of a long error', () => {
    for (const data of [{ error: 'x'.repeat(5000) }, { error: { x: 'x'.repeat(5000) } }]) {
      expect(decodeEvent(JSON.stringify(data))).toHaveProperty('0.message.length', 1000)
    }
    expect(decodeEvent('x'.repeat(5000), 'error')).toHaveProperty('0.message.length', 1000)
  })

  it('takes error: null for none, and no message beside choices for an error', () => {
    expect(decodeEvent(chunk({ content: 'a' }, { message: 'warning', detail: 'x' }))).toEqual([token('a')])
    expect(decodeEvent(chunk({ content: 'a' }, { error: null }))).toEqual([token('a')])
  })

  it.each([
    ['{"error":{"message":"boom"}}', 'boom'],
    ['{"code":500,"message":"boom"}', 'boom'],
    ['{"code":500}', '{"code":500}'],
    ['boom', 'boom'],
    ['', ''],
  ])('an event of type error: %s', (data, message) => {
    expect(decodeEvent(data, 'error')).toEqual([error(message)])
  })

  it.each([
    ['<html><body>', 'not JSON: "<html><body>"'],
    ['{"choices":[', 'not JSON: "{\\"choices\\":["'],
    ['[]', 'not a JSON object: "[]"'],
    ['null', 'not a JSON object: "null"'],
    ['{"token":{"text":"a"}}', 'no choices in "{\\"token\\":{\\"text\\":\\"a\\"}}"'],
    ['{"choices":[1]}', 'a choice is not an object in "{\\"choices\\":[1]}"'],
    ['x'.repeat(500), `not JSON: "${'x'.repeat(120)}…"`],
  ])('refuses %s', (data, message) => {
    expect(() => decodeEvent(data)).toThrow(new SyntaxError(message))
  })
})

describe('decodeBody', () => {
  it('gives each kind of text as one delta, then the end and the usage', () => {
    const message = {
      role: 'assistant',
      content: 'Yes.',
      reasoning_content: 'Hm.',
      tool_calls: [{ function: { name: 'f', arguments: '{}' } }],
    }
    const body = JSON.stringify({
      choices: [{ message, finish_reason: 'stop' }],
      usage: { prompt_tokens: 1, completion_tokens: 2 },
    })
    expect(decodeBody(body)).toMatchObject([
      reasoning('Hm.'),
      token('Yes.'),
      toolCall('f{}'),
      { kind: 'end', finishReason: 'stop' },
      { kind: 'usage', usage: { inputTokens: 1, outputTokens: 2 } },
    ])
  })

  it('refuses what is no completion', () => {
    expect(() => decodeBody('')).toThrow(SyntaxError)
    expect(() => decodeBody('[DONE]')).toThrow(SyntaxError)
    expect(() => decodeBody('{"object":"list","data":[]}')).toThrow(SyntaxError)
  })
})
