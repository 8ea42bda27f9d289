import { describe, expect, it } from 'vitest'
import { TareError } from '../../errors.ts'
import type { Delta } from '../api.ts'
import { decodeBody } from './decode-body.ts'
import { decodeEvent } from './decode-event.ts'
import { encode } from './encode.ts'

const token = (text: string): Delta => ({ kind: 'token', text })

describe('encode', () => {
  const options = { model: 'm', stream: true, ignoreEos: true, maxTokens: 5, extraBody: { seed: 1 } }

  it('sends the text as the prompt', () => {
    expect(JSON.parse(encode({ kind: 'text', text: 'hi' }, options))).toEqual({
      model: 'm',
      prompt: 'hi',
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 5,
      min_tokens: 5,
      ignore_eos: true,
      seed: 1,
    })
  })

  it('joins the texts of messages', () => {
    const messages = [
      { role: 'system', content: 'a' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'b' },
          { type: 'text', text: 'c' },
        ],
      },
      { role: 'assistant', content: null },
    ]
    expect(JSON.parse(encode({ kind: 'messages', messages }, options))).toMatchObject({ prompt: 'a\nbc\n' })
  })

  it('refuses a message that is not text', () => {
    const messages = [{ role: 'user', content: [{ type: 'image_url', image_url: {} }] }]
    expect(() => encode({ kind: 'messages', messages }, options)).toThrow(TareError)
  })
})

describe('decodeEvent', () => {
  it('decodes text, its end, usage and errors', () => {
    expect(decodeEvent('{"choices":[{"index":0,"text":" a","logprobs":null,"finish_reason":null}]}')).toEqual(
      [token(' a')],
    )
    expect(decodeEvent('{"choices":[{"text":"","finish_reason":"length"}]}')).toEqual([
      { kind: 'end', finishReason: 'length' },
    ])
    expect(decodeEvent('{"choices":[{"text":"a"},{"text":"b"}]}')).toEqual([token('a'), token('b')])
    expect(decodeEvent('{"choices":[{"text":null}]}')).toEqual([])
    expect(decodeEvent('{"choices":[],"usage":{"completion_tokens":3}}')).toMatchObject([
      { kind: 'usage', usage: { outputTokens: 3 } },
    ])
    expect(decodeEvent('{"error":{"message":"boom"}}')).toEqual([{ kind: 'error', message: 'boom' }])
    expect(decodeEvent('{"message":"boom"}', 'error')).toEqual([{ kind: 'error', message: 'boom' }])
    expect(decodeEvent('[DONE]')).toEqual([{ kind: 'end', finishReason: undefined }])
    expect(() => decodeEvent('<')).toThrow(SyntaxError)
  })
})

it('decodes a body', () => {
  expect(decodeBody('{"choices":[{"text":"abc","finish_reason":"stop"}]}')).toEqual([
    token('abc'),
    { kind: 'end', finishReason: 'stop' },
  ])
})
