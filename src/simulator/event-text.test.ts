import { expect, test } from 'vitest'
import { createEventText, wholeReplyBody } from './event-text.ts'

const chat = { endpoint: 'chat', id: 'r1', model: 'm', createdUnixS: 1 } as const
const usage = { promptTokens: 3, outputTokens: 2, cachedTokens: 1 }
const plain = { newline: '\n', comment: '' } as const

function dataOf(event: string): unknown {
  expect(event).toMatch(/^data: .*\n\n$/)
  return JSON.parse(event.slice(6, -2))
}

test("a chat's events are OpenAI's", () => {
  const events = createEventText(chat, plain)
  const base = { id: 'chatcmpl-r1', object: 'chat.completion.chunk', created: 1, model: 'm' }
  const choice = (delta: object, finish_reason: string | null) => ({
    ...base,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
  })
  expect(dataOf(events.role)).toEqual(choice({ role: 'assistant', content: '' }, null))
  expect(dataOf(`${events.tokenHead} word${events.tokenTail}`)).toEqual(choice({ content: ' word' }, null))
  expect(dataOf(`${events.tokenHead}end${events.lastTail('stop')}`)).toEqual(
    choice({ content: 'end' }, 'stop'),
  )
  expect(dataOf(events.usage(usage))).toEqual({
    ...base,
    choices: [],
    usage: {
      prompt_tokens: 3,
      completion_tokens: 2,
      total_tokens: 5,
      prompt_tokens_details: { cached_tokens: 1 },
    },
  })
  expect(events.done).toBe('data: [DONE]\n\n')
})

test("a completion's events have text and no role", () => {
  const events = createEventText({ ...chat, endpoint: 'completions' }, plain)
  expect(events.role).toBe('')
  expect(dataOf(`${events.tokenHead}x${events.tokenTail}`)).toEqual({
    id: 'cmpl-r1',
    object: 'text_completion',
    created: 1,
    model: 'm',
    choices: [{ index: 0, text: 'x', logprobs: null, finish_reason: null }],
  })
})

test('CRLF and comments are framed as asked', () => {
  const events = createEventText(chat, { newline: '\r\n', comment: 'ping' })
  expect(events.done).toBe(': ping\r\n\r\ndata: [DONE]\r\n\r\n')
})

test('everything is ASCII, whatever the model is called', () => {
  const events = createEventText({ ...chat, model: 'modèle-模型-"x"' }, plain)
  const event = `${events.tokenHead}x${events.tokenTail}`
  expect(event).toMatch(/^[\n\x20-\x7e]*$/)
  expect(dataOf(event)).toMatchObject({ model: 'modèle-模型-"x"' })
})

test('a whole reply is one object, with usage unless told otherwise', () => {
  expect(JSON.parse(wholeReplyBody(chat, 'a b', 'length', usage))).toMatchObject({
    object: 'chat.completion',
    choices: [{ message: { role: 'assistant', content: 'a b' }, finish_reason: 'length' }],
    usage: { total_tokens: 5 },
  })
  const completion = JSON.parse(
    wholeReplyBody({ ...chat, endpoint: 'completions' }, 'a b', 'stop', undefined),
  )
  expect(completion).toMatchObject({
    object: 'text_completion',
    choices: [{ text: 'a b', finish_reason: 'stop' }],
  })
  expect(completion).not.toHaveProperty('usage')
})
