import fc from 'fast-check'
import { expect, it } from 'vitest'
import { EventStreamParser } from './event-stream-parser.ts'
import { interpretEventStream, type StreamEvent } from './fixtures/interpret-event-stream.ts'

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

const fields =
  'data|data:|data: |data:  |event|event: |event:ping|error: |id: 1|retry: 5|:|: comment|datax|dat'.split('|')
const lineEnds = '\n|\n|\n\n|\r|\r\n|\r\n\r\n|\r\r|\n\r'.split('|')
const texts =
  ' |\t|\0|x|{"a":"b:c"}|é|東京|😀|\ufeff|\u2028|\u0085|a longer piece of text without any line end'.split(
    '|',
  )
const word = fc.constantFrom(...fields, ...lineEnds, ...texts)
const fragment = fc.oneof(
  { weight: 9, arbitrary: word.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)) },
)
const stream = fc.array(fragment, { maxLength: 30 }).map((fragments) => Buffer.concat(fragments))

interface Parsed {
  readonly events: StreamEvent[]
  readonly pending: boolean
  /** After each piece: its end, and whether the parser said that an event ended there. */
  readonly boundaries: [number, boolean][]
}

/** Parses the stream in pieces; each is pushed in a buffer of its own with other bytes around it. */
function parse(bytes: Uint8Array, cuts: readonly number[]): Parsed {
  const events: StreamEvent[] = []
  const boundaries: [number, boolean][] = []
  const parser = new EventStreamParser({
    event: (source, start, end, type) => {
      events.push({ type, data: utf8.decode(source.subarray(start, end)) })
    },
  })
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length]
  for (let i = 1; i < edges.length; i++) {
    const piece = bytes.subarray(edges[i - 1]!, edges[i]!)
    const surrounded = new Uint8Array(piece.length + 20).fill(0x0a)
    surrounded.set(piece, 10)
    parser.push(surrounded, 10, 10 + piece.length)
    boundaries.push([edges[i]!, parser.atEventBoundary])
  }
  return { events, pending: parser.finish(), boundaries }
}

/** Whether the stream's first `length` bytes end with the last byte of an event. */
function endsWithEvent(bytes: Uint8Array, length: number): boolean {
  if (length === 0) return false
  const count = (n: number): number => interpretEventStream(bytes.subarray(0, n)).events.length
  if (count(length) > count(length - 1)) return true
  return bytes[length - 1] === 0x0a && bytes[length - 2] === 0x0d && endsWithEvent(bytes, length - 1)
}

it('finds the events that the standard does, whatever the pieces', () => {
  const property = fc.property(
    stream.chain((bytes) => fc.tuple(fc.constant(bytes), fc.array(fc.nat(bytes.length), { maxLength: 6 }))),
    ([bytes, cuts]) => {
      const { events, pending } = interpretEventStream(bytes)
      for (const parsed of [parse(bytes, []), parse(bytes, cuts), parse(bytes, [...bytes.keys()])]) {
        expect(parsed).toMatchObject({ events, pending })
      }
    },
  )
  fc.assert(property, { numRuns: 2000 })
})

it('finds them however a stream is cut in two', () => {
  fc.assert(
    fc.property(stream, (bytes) => {
      const { events, pending } = interpretEventStream(bytes)
      for (let cut = 0; cut <= bytes.length; cut++)
        expect(parse(bytes, [cut])).toMatchObject({ events, pending })
    }),
    { numRuns: 200 },
  )
})

it('says exactly when a piece ends with an event', () => {
  const property = fc.property(
    fc.array(fragment, { maxLength: 12 }).map((fragments) => Buffer.concat(fragments)),
    fc.array(fc.nat(60), { maxLength: 4 }),
    (bytes, places) => {
      for (const cuts of [places.filter((place) => place <= bytes.length), [...bytes.keys()]]) {
        for (const [end, boundary] of parse(bytes, cuts).boundaries)
          expect(boundary).toBe(endsWithEvent(bytes, end))
      }
    },
  )
  fc.assert(property, { numRuns: 500 })
})
