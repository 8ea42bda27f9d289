import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Api, Delta } from './api.ts'
import { apis } from './registry.ts'
import { TemplateDecoder } from './template-decoder.ts'

interface Event {
  readonly bytes: Buffer
  readonly type: string
}

const words =
  '| the|a|b|probe|other probe|"|\\|\n|é|東京|😀|\ud800|\0|error|stop|ping|[DONE]|assistant'.split('|')
const lookalikes = ['","content":"', '"},"finish_reason":"stop","x":{"y":"', '\\u00e9']
const text = fc.oneof(fc.constantFrom(...words, ...lookalikes), fc.string({ maxLength: 6 }))

/** What may stand between the quotes of a text: ways to write strings, and attempts to break out. */
const brokenBodies = '|\\|\\\\|\\"|"|\\u12|\\u12G4|\u0001|\n|\t|\\x|\\/|"}]}|\u007f|\ufeff'.split('|')
const breakouts = [
  'a","content":"b',
  'a","content":"',
  'a","text":"b',
  'a"},"error":"x","y":{"z":"w',
  'a"},"finish_reason":"stop","d":{"content":"',
  '", "refusal": "no',
]
const inHex = (value: string): string =>
  value.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
const rawBody = fc.oneof(
  { weight: 6, arbitrary: text.map((value) => JSON.stringify(value).slice(1, -1)) },
  { weight: 2, arbitrary: text.map(inHex) },
  { weight: 2, arbitrary: fc.constantFrom(...brokenBodies, ...breakouts) },
)

/** `*` is where the text goes: the same frames come again and again, so that templates are learned and met. */
const frames = `
{"id":"a","choices":[{"index":0,"delta":{"content":"*"}}]}
{"id":"b","choices":[{"index":0,"delta":{"content":"*"}}]}
{"choices":[{"delta":{"reasoning":"*"}}]}
{"choices":[{"delta":{"reasoning_content":"*","reasoning":"*"}}]}
{"choices":[{"delta":{"reasoning_content":"a","reasoning":"*"}}]}
{"choices":[{"delta":{"reasoning_content":"","reasoning":"*"}}]}
{"choices":[{"delta":{"content":"*","content":"a"}}]}
{"choices":[{"delta":{"content":"a","content":"*"}}]}
{"choices":[{"delta":{"content":"*"},"finish_reason":"stop"}]}
{"choices":[{"delta":{"content":"a"},"finish_reason":"*"}]}
{"choices":[{"delta":{"content":"*"}}],"usage":{"completion_tokens":1}}
{"choices":[{"delta":{"content":"*"}}],"usage":null}
{"object":"*","choices":[{"delta":{"content":"*"}}]}
{"object":"*","choices":[{"delta":{"content":"a"},"text":"a"}]}
{"type":"*","choices":[{"delta":{"content":"a"},"text":"a"}]}
{"error":"*","choices":[]}
{"error":null,"choices":[{"text":"*"}]}
{"choices":[{"text":"*"}]}
{ "choices" : [ { "text" : "*" , "delta" : { "content" : "*" } } ] }
{"text":"*","choices":[{"text":"*"}]}
{"choices":[{"delta":{"content":[{"text":"*"}]}}]}
{"choices":[{"delta":{"content":[{"text":"*"},{"text":"b"}]}}]}
{"choices":[{"delta":{"tool_calls":[{"function":{"name":"*"}}]}}]}
{"choices":[{"delta":{"tool_calls":[{"function":{"name":"a","arguments":"*"}}]}}]}
{"choices":[{"delta":{"content":"*"},"text":"*"},{"delta":{"content":"b"},"text":"b"}]}
{"choices":[{"delta":{"refusal":"*"}}]}
{"choices":[{"delta":{"*":"a","content":"a"}}]}
{"created":1,"choices":[{"delta":{"content":"*"}}]}
{"created":2,"choices":[{"delta":{"content":"*"}}]}
*
{"*":"*"}
[DONE]
{"choices":"*"}
{"choices":[{"delta":"*"}]}
{"message":"*"}
{"message":"*","choices":[{"text":"*"}]}
`.split('\n')
const frame = fc.constantFrom(...frames)

const framed = fc
  .tuple(frame, rawBody)
  .map(([outside, inside]) => Buffer.from(outside.replaceAll('*', () => inside)))
/** A byte of an event changed, dropped or put in, of which some are still JSON. */
const damaged = fc
  .tuple(framed, fc.nat(200), fc.nat(1), fc.uint8Array({ maxLength: 1 }))
  .map(([bytes, at, remove, insert]) => {
    const place = Math.min(at, bytes.length)
    return Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + remove)])
  })
const event: fc.Arbitrary<Event> = fc.record({
  bytes: fc.oneof({ weight: 8, arbitrary: framed }, { weight: 2, arbitrary: damaged }),
  type: fc.constantFrom('message', 'message', 'message', 'message', 'error', 'ping'),
})
/** Few frames a stream, each with many texts, among others. */
const stream = fc
  .tuple(
    fc.array(frame, { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(fc.nat(2), rawBody), { maxLength: 20 }),
    fc.array(event, { maxLength: 10 }),
    fc.integer(),
  )
  .map(([frames, texts, others, seed]) => {
    const repeated = texts.map(([which, inside]) => ({
      bytes: Buffer.from(frames[which % frames.length]!.replaceAll('*', () => inside)),
      type: 'message',
    }))
    return [...repeated, ...others]
      .map((one, i) => ({ one, order: Math.imul(i + 1, seed | 1) }))
      .sort((a, b) => a.order - b.order)
      .map(({ one }) => one)
  })

type Decoded = readonly unknown[] | 'SyntaxError'

function decoded(decode: () => readonly Delta[]): Decoded {
  try {
    return decode().map((delta) => ('text' in delta ? { kind: delta.kind, text: delta.text } : delta))
  } catch (error) {
    if (error instanceof SyntaxError) return 'SyntaxError'
    throw error
  }
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

describe.each(apis)('TemplateDecoder of $name', (api: Api) => {
  it('says of every event what parsing it says', () => {
    const property = fc.property(fc.array(stream, { maxLength: 3 }), (streams) => {
      const decoder = new TemplateDecoder(api)
      const buffer = new Uint8Array(4096)
      for (const { bytes, type } of streams.flat()) {
        buffer.set(bytes, 5)
        const expected = decoded(() => api.decodeEvent(utf8.decode(bytes), type))
        expect(decoded(() => decoder.decode(buffer, 5, 5 + bytes.length, type))).toEqual(expected)
      }
    })
    fc.assert(property, { numRuns: 1000 })
  })
})
