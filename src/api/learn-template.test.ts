import { expect, it } from 'vitest'
import type { Api, Delta } from './api.ts'
import type { EventTemplate } from './event-template.ts'
import { learnTemplate } from './learn-template.ts'
import { decodeEvent as decodeCompletion } from './openai-completions/decode-event.ts'
import { openaiCompletions } from './openai-completions/index.ts'

function learn(event: string, decodeEvent: Api['decodeEvent'] = decodeCompletion): EventTemplate | undefined {
  const bytes = Buffer.from(event)
  return learnTemplate(
    { ...openaiCompletions, decodeEvent },
    bytes,
    0,
    bytes.length,
    'message',
    decodeEvent(event),
  )
}

/** The text that a template finds in an event; undefined when it doesn't match. */
function textIn(event: string, template: EventTemplate | undefined): string | undefined {
  const bytes = Buffer.from(event)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  return template?.matches(bytes, view, 0, bytes.length, 'message') ? template.deltas[0].text : undefined
}

it.each(['a', 'probe', 'other probe'])('finds the text among strings equal to it: %s', (text) => {
  const event = (object: string, value: string): string =>
    JSON.stringify({ object, choices: [{ text: value }], z: object })
  const template = learn(event(text, text))
  expect(textIn(event(text, 'new'), template)).toBe('new')
  expect(textIn(event('new', text), template)).toBeUndefined()
})

it('finds a text that is written with escapes', () => {
  const template = learn('{"choices":[{"text":"\\u0061\\n\\ud83d\\ude00"}]}')
  expect(textIn('{"choices":[{"text":"b"}]}', template)).toBe('b')
})

it('learns nothing from events that do not say just one text', () => {
  expect(learn('{"choices":[]}')).toBeUndefined()
  expect(learn('{"choices":[{"text":""}]}')).toBeUndefined()
  expect(learn('{"choices":[{"text":"a"},{"text":"b"}]}')).toBeUndefined()
  expect(learn('{"choices":[{"text":"a","finish_reason":"stop"}]}')).toBeUndefined()
  expect(learn('{"error":"a"}')).toBeUndefined()
  expect(learn('[DONE]')).toBeUndefined()
  expect(learn(JSON.stringify({ choices: [{ text: 'a' }], padding: 'x'.repeat(5000) }))).toBeUndefined()
})

it('learns nothing where the text does not pass through unread', () => {
  const event = '{"choices":[{"text":"a"}]}'
  const readingText =
    (other: readonly Delta[]): Api['decodeEvent'] =>
    (data) =>
      data === event ? [{ kind: 'token', text: 'a' }] : other
  expect(learn(event, readingText([{ kind: 'token', text: 'probe' }]))).toBeDefined()
  expect(learn(event, readingText([{ kind: 'reasoning', text: 'probe' }]))).toBeUndefined()
  expect(learn(event, readingText([{ kind: 'token', text: 'PROBE' }]))).toBeUndefined()
  expect(
    learn(
      event,
      readingText([
        { kind: 'token', text: 'probe' },
        { kind: 'end', finishReason: 'x' },
      ]),
    ),
  ).toBeUndefined()
  expect(learn(event, readingText([]))).toBeUndefined()
})

it('gives up on an event full of strings equal to the text', () => {
  let parsed = 0
  const decodeEvent: Api['decodeEvent'] = (data) => {
    parsed++
    return decodeCompletion(data)
  }
  expect(
    learn(JSON.stringify({ x: Array(100).fill('a'), choices: [{ text: 'a' }] }), decodeEvent),
  ).toBeUndefined()
  expect(parsed).toBe(5)
})
