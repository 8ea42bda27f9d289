import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseResponse, parseResponses } from './fixtures/parse-response.ts'
import { type ResponseFailure, ResponseParser } from './response-parser.ts'

interface Case {
  readonly name: string
  /** Latin-1. */
  readonly wire: string
  readonly end: string
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  /** What of the wire isn't the response's. */
  readonly rest?: string
}

const corpus: readonly Case[] = JSON.parse(
  readFileSync(new URL('fixtures/responses.json', import.meta.url), 'utf8'),
)

function parserThatOnlyFails(failed: (failure: ResponseFailure) => void, headBytes?: number): ResponseParser {
  const handler = { head() {}, body() {}, complete() {}, broken: failed }
  return headBytes === undefined ? new ResponseParser(handler) : new ResponseParser(handler, { headBytes })
}

describe('ResponseParser', () => {
  it.each(corpus)('$name', ({ wire, end, status, body = '', headers, rest = '' }) => {
    const bytes = Buffer.from(wire, 'latin1')
    const whole = parseResponse(bytes)
    expect(whole).toMatchObject({ end, status, body })
    if (headers !== undefined) expect(whole.headers).toEqual(headers)
    if (end === 'reusable' || end === 'closing') expect(whole.taken).toBe(bytes.length - rest.length)
    for (let cut = 0; cut <= bytes.length; cut++) expect(parseResponse(bytes, [cut])).toEqual(whole)
    expect(parseResponse(bytes, [...bytes.keys()])).toEqual(whole)
  })

  it('says what was wrong and where the connection closed', () => {
    const message = (wire: string): string | undefined => parseResponse(Buffer.from(wire, 'latin1')).message
    expect(message('SSH-2.0')).toBe('not an HTTP/1.1 response: it does not begin with HTTP/1.')
    expect(message('HTTP/1.1 20 OK\r\n')).toBe('not an HTTP/1.1 response: status line "HTTP/1.1 20 OK"')
    expect(message('HTTP/1.1 200 OK\r\nno colon\r\n')).toBe(
      'not an HTTP/1.1 response: header line "no colon"',
    )
    expect(message('')).toBe('the connection closed before the response began')
    expect(message('HTTP/1.1 200 OK\r\nX')).toBe('the connection closed within the response head')
    expect(message('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi')).toBe(
      'the connection closed 7 bytes before the end of the response',
    )
  })

  it('hands the body over in place', () => {
    const wire = Buffer.from('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n')
    const pieces: [Uint8Array, number, number][] = []
    const handler = {
      head() {},
      body: (...piece: [Uint8Array, number, number]) => pieces.push(piece),
      complete() {},
      broken() {},
    }
    new ResponseParser(handler).push(wire, 0, wire.length)
    const start = wire.indexOf('hello')
    expect(pieces).toEqual([[wire, start, start + 5]])
    expect(pieces[0]![0]).toBe(wire)
  })

  it('takes a head of exactly the limit and not a byte more, interim heads included', () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\n'
    const wire = Buffer.from(`${interim}HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n`)
    expect(parseResponse(wire, [], wire.length).end).toBe('reusable')
    const refused = parseResponse(wire, [], wire.length - 1)
    expect(refused.end).toBe('too_large')
    expect(refused.message).toBe(`more than ${wire.length - 1} bytes of response head`)
    expect(parseResponse(wire, [...wire.keys()], wire.length - 1)).toEqual(refused)
  })

  it.each([
    ['a header line without end', 'HTTP/1.1 200 OK\r\nX: ', 'a', 'head'],
    ['headers without end', 'HTTP/1.1 200 OK\r\n', 'X: a\r\n', 'head'],
    ['interim responses without end', '', 'HTTP/1.1 100 Continue\r\n\r\n', 'head'],
    [
      'trailers without end',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n',
      'X: a\r\n',
      'trailers',
    ],
    [
      'a chunk extension without end',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;',
      'a',
      'extensions',
    ],
  ])('gives up on %s after 64 KiB', (_, start, repeated, what) => {
    const failures: ResponseFailure[] = []
    const parser = parserThatOnlyFails((failure) => failures.push(failure))
    const begin = Buffer.from(start)
    parser.push(begin, 0, begin.length)
    const piece = Buffer.from(repeated.repeat(Math.ceil(4096 / repeated.length)))
    for (let i = 0; i < 64; i++) parser.push(piece, 0, piece.length)
    expect(failures).toHaveLength(1)
    expect(failures[0]).toMatchObject({ kind: 'too_large', message: expect.stringContaining(what) })
    expect(failures[0]!.message).toContain('65536 bytes')
  })

  it('parses one response after another when reset as each completes', () => {
    const bodies: string[] = []
    let body = ''
    const parser: ResponseParser = new ResponseParser({
      head() {},
      body(bytes, start, end) {
        body += Buffer.from(bytes.subarray(start, end)).toString()
      },
      complete() {
        bodies.push(body)
        body = ''
        parser.reset()
      },
      broken: ({ message }) => bodies.push(message),
    })
    const wire = Buffer.from(
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na' +
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n\r\n' +
        'HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\n\r\nc',
    )
    let at = 0
    while (at < wire.length) at += parser.push(wire, at, wire.length)
    parser.finish()
    expect(bodies).toEqual(['a', 'b', '', 'c'])
  })

  it('counts trailers apart from the head', () => {
    const head = `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: ${'a'.repeat(40)}\r\n\r\n`
    const trailers = `Y: ${'a'.repeat(head.length - 7)}\r\n\r\n`
    const outcome = (trailer: string): string | undefined =>
      parseResponse(Buffer.from(`${head}0\r\n${trailer}`), [], head.length).end
    expect(trailers).toHaveLength(head.length)
    expect(outcome(trailers)).toBe('reusable')
    expect(outcome(`Z${trailers}`)).toBe('too_large')
  })

  it('knows a head that comes again, and any that differs from it', () => {
    const heads: unknown[] = []
    const parser: ResponseParser = new ResponseParser({
      head: (status, headers) => heads.push([status, Object.fromEntries(headers)]),
      body: (bytes, start, end) => heads.push(Buffer.from(bytes.subarray(start, end)).toString()),
      complete: () => parser.reset(),
      broken: ({ message }) => heads.push(message),
    })
    // The same memory for each, as in a read buffer.
    const memory = Buffer.alloc(200)
    const push = (...pieces: string[]): unknown[] => {
      // The first at another place than the others.
      for (const [i, piece] of pieces.entries()) {
        const start = i === 0 ? 50 : 0
        parser.push(memory, start, start + memory.write(piece, start))
      }
      return heads.splice(0)
    }
    const one = 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nA: 1\r\n\r\n'
    const said = [200, { 'content-length': '1', a: '1' }]
    expect(push(`${one}x`)).toEqual([said, 'x'])
    expect(push(`${one}y`)).toEqual([said, 'y'])
    expect(push(one, 'z')).toEqual([said, 'z'])
    expect(push(one.slice(0, -1), '\nz')).toEqual([said, 'z'])
    expect(push('HTTP/1.1 100 C\r\n\r\n', `${one}z`)).toEqual([said, 'z'])
    expect(push(`${one.replace('A: 1', 'A: 2')}x`)).toEqual([[200, { 'content-length': '1', a: '2' }], 'x'])
    expect(push('HTTP/1.1 204 N\r\n\r\n')).toEqual([[204, {}]])
    expect(push('HTTP/1.1 204 N\r\n\r\n')).toEqual([[204, {}]])
    expect(push(`${one}x`)).toEqual([said, 'x'])
  })

  it('counts the heads of each response apart', () => {
    const wires = ['1', '2', '3'].map((value) =>
      Buffer.from(`HTTP/1.1 204 No Content\r\nA: ${value}\r\n\r\n`),
    )
    const outcomes = parseResponses(wires, [], wires[0]!.length)
    expect(outcomes.map(({ headers, end }) => [headers.a, end])).toEqual([
      ['1', 'reusable'],
      ['2', 'reusable'],
      ['3', 'reusable'],
    ])
  })

  it('forgets what came of a response when reset', () => {
    const statuses: (number | string)[] = []
    const parser = new ResponseParser({
      head: (status, headers) => statuses.push(status, ...headers.keys()),
      body() {},
      complete() {},
      broken: ({ message }) => statuses.push(message),
    })
    for (const text of ['HTT', 'HTTP/1.1 200 OK\r\nA: 1\r\nB', 'HTTP/1.1 204 No Content\r\n\r\n']) {
      parser.reset()
      parser.push(Buffer.from(text), 0, text.length)
    }
    expect(statuses).toEqual([204])
  })

  it('takes nothing once a response has ended', () => {
    const parser = parserThatOnlyFails(({ message }) => {
      throw new Error(message)
    })
    const wire = Buffer.from('HTTP/1.1 204 No Content\r\n\r\nmore')
    expect(parser.push(wire, 0, wire.length)).toBe(wire.length - 4)
    expect(parser.push(wire, wire.length - 4, wire.length)).toBe(0)
    parser.finish()
  })

  it('reads memory shared with the kernel side', () => {
    const wire = new Uint8Array(new SharedArrayBuffer(64))
    wire.set(Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi'))
    expect(parseResponse(wire.subarray(0, 40))).toMatchObject({ status: 200, body: 'hi', end: 'reusable' })
  })
})
