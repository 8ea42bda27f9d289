import { describe, expect, it } from 'vitest'
import { EventStreamParser } from './event-stream-parser.ts'
import type { StreamEvent } from './fixtures/interpret-event-stream.ts'

function parse(...pieces: string[]): { events: StreamEvent[]; pending: boolean } {
  const events: StreamEvent[] = []
  const parser = new EventStreamParser({
    event: (bytes, start, end, type) => {
      events.push({ type, data: Buffer.from(bytes.subarray(start, end)).toString() })
    },
  })
  for (const piece of pieces) parser.push(Buffer.from(piece), 0, Buffer.byteLength(piece))
  return { events, pending: parser.finish() }
}

const message = (data: string): StreamEvent => ({ type: 'message', data })

describe('EventStreamParser', () => {
  // The first four are the standard's own examples.
  it.each<[string, StreamEvent[]]>([
    ['data: YHOO\ndata: +2\ndata: 10\n\n', [message('YHOO\n+2\n10')]],
    [
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n',
      [message('first event'), message('second event')],
    ],
    ['data\n\ndata\ndata\n\ndata:', [message(''), message('\n')]],
    ['data:test\n\ndata: test\n\n', [message('test'), message('test')]],
    [
      'event: a\ndata: 1\n\ndata: 2\n\nevent: a\ndata: 3\n\nevent: b\ndata: 4\n\n',
      [{ type: 'a', data: '1' }, message('2'), { type: 'a', data: '3' }, { type: 'b', data: '4' }],
    ],
    ['event: a\n\ndata: x\n\n', [message('x')]],
    ['event: a\nevent\ndata: x\n\n', [message('x')]],
    ['data: a\r\ndata: b\rdata: c\n\r\n', [message('a\nb\nc')]],
    ['\ufeffdata: a\n\n\ufeffdata: b\n\n', [message('a')]],
    ['\ufeff\ndata: a\n\n', [message('a')]],
    ['DATA: a\n\n data: b\n\ndata : c\n\n', []],
    ['id: 1\nretry: 10\nfoo: bar\n\n', []],
    ['error: {"code":500}\n\ndata: [DONE]\n\n', [{ type: 'error', data: '{"code":500}' }, message('[DONE]')]],
  ])('parses %j', (stream, events) => {
    expect(parse(stream).events).toEqual(events)
    expect(parse(...Array.from(stream)).events).toEqual(events)
  })

  it('says whether an unfinished event was thrown away', () => {
    expect(parse('data: a\n\n').pending).toBe(false)
    expect(parse('data: a\n\n: ping\n').pending).toBe(false)
    expect(parse('data: a\n').pending).toBe(true)
    expect(parse('data: [DONE]')).toEqual({ events: [], pending: true })
    expect(parse('').pending).toBe(false)
  })

  it('hands data over in place when it came as one line of one piece, and only then', () => {
    const seen: Uint8Array[] = []
    const parser = new EventStreamParser({ event: (bytes) => seen.push(bytes) })
    const push = (text: string): Uint8Array => {
      const bytes = Buffer.from(text)
      parser.push(bytes, 0, bytes.length)
      return bytes
    }
    const whole = push('data: a\n\nevent: x\ndata: b\n\n')
    expect(seen).toHaveLength(2)
    expect(seen.every((bytes) => bytes === whole)).toBe(true)
    expect(push('data: c\ndata: d\n\n')).not.toBe(seen[2])
    push('data: e\n')
    expect(push('\n')).not.toBe(seen[3])
  })

  it('reads pieces that come in the same memory, a Buffer too', () => {
    const types: string[] = []
    const parser = new EventStreamParser({ event: (_bytes, _start, _end, type) => types.push(type) })
    const memory = Buffer.alloc(100)
    for (const type of ['ab', 'cd', 'cd', 'ab', 'message', 'x']) {
      const length = memory.write(`event: ${type}\ndata\n\n`)
      parser.push(memory, 0, length)
    }
    expect(types).toEqual(['ab', 'cd', 'cd', 'ab', 'message', 'x'])
  })

  it('knows whether an event ends the piece while it hands it over', () => {
    const ends: boolean[] = []
    const parser: EventStreamParser = new EventStreamParser({
      event: () => ends.push(parser.atEventBoundary),
    })
    const push = (text: string): boolean => {
      parser.push(Buffer.from(text), 0, text.length)
      return parser.atEventBoundary
    }
    expect(push('data: a\n\ndata: b\n\n')).toBe(true)
    expect(ends).toEqual([false, true])
    expect(push(': ping\n\n')).toBe(false)
    expect(push('data: c\n\n\n')).toBe(false)
    expect(push('data: d\r\n\r')).toBe(true)
    expect(push('\n')).toBe(true)
    expect(push('\n')).toBe(false)
  })

  it('refuses an event, and a line, over the limit, however it comes', () => {
    const parserOf = (): EventStreamParser => new EventStreamParser({ event: () => {} }, { eventBytes: 20 })
    const push = (parser: EventStreamParser, text: string): void =>
      parser.push(Buffer.from(text), 0, text.length)
    const long = `data: ${'a'.repeat(15)}\n\n`
    const lines = 'data: aaaaaaaaaa\ndata: aaaaaaaaaa\n\n'
    const fits = 'data: aaaaaaaaaa\ndata: aaaaaaaaa\n\n'
    for (const [text, refused] of [
      [long, true],
      [lines, true],
      [fits, false],
      [`: ${'a'.repeat(30)}`, true],
    ] as const) {
      const whole = (): void => push(parserOf(), text)
      const bytewise = (): void => {
        const parser = parserOf()
        for (const character of text) push(parser, character)
      }
      for (const attempt of [whole, bytewise]) {
        if (refused) expect(attempt).toThrow(new SyntaxError('an event of the stream is over 20 bytes'))
        else expect(attempt).not.toThrow()
      }
    }
  })

  it('keeps no more of a stream without line ends than the limit', () => {
    const parser = new EventStreamParser({ event: () => {} }, { eventBytes: 1_000_000 })
    const piece = new Uint8Array(65_536).fill(0x61)
    let pushed = 0
    expect(() => {
      for (let i = 0; i < 1000; i++, pushed++) parser.push(piece, 0, piece.length)
    }).toThrow(SyntaxError)
    expect(pushed).toBe(15)
  })

  it('starts anew after reset', () => {
    const events: string[] = []
    const parser = new EventStreamParser({
      event: (bytes, start, end, type) => {
        events.push(`${type} ${Buffer.from(bytes.subarray(start, end)).toString()}`)
      },
    })
    const push = (text: string): void => parser.push(Buffer.from(text), 0, Buffer.byteLength(text))
    push('event: x\ndata: lost\ndata: los')
    parser.reset()
    push('\ufeffdata: kept\n\n')
    expect(events).toEqual(['message kept'])
    expect(parser.finish()).toBe(false)
  })
})
