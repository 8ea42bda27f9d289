import { Agent, request } from 'node:http'
import { Duplex } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Outcome, parseResponse, parseResponses } from './fixtures/parse-response.ts'
import { validResponse } from './fixtures/response-arbitrary.ts'

/** Plays a recorded server: answers the first write with the pieces, one by one. */
class RecordedServer extends Duplex {
  readonly #pieces: readonly Buffer[]
  readonly #close: boolean
  #answered = false

  constructor(pieces: readonly Buffer[], close: boolean) {
    super()
    this.#pieces = pieces
    this.#close = close
  }

  override _read(): void {}

  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done()
    if (this.#answered) return
    this.#answered = true
    for (const piece of this.#pieces) this.push(piece)
    if (this.#close) this.push(null)
  }
}

/** What Node's own client makes of the response. */
function parseByNode(pieces: readonly Buffer[], close: boolean): Promise<Omit<Outcome, 'message' | 'taken'>> {
  const agent = new Agent({ keepAlive: true })
  Object.assign(agent, { createConnection: () => new RecordedServer(pieces, close) })
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: 'x' }, (response) => {
      const headers: Record<string, string> = {}
      for (let i = 0; i < response.rawHeaders.length; i += 2) {
        const name = response.rawHeaders[i]!.toLowerCase()
        const value = response.rawHeaders[i + 1]!
        headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value
      }
      const keepAlive = (sent as unknown as { shouldKeepAlive: boolean }).shouldKeepAlive
      let body = ''
      response.on('data', (piece: Buffer) => {
        body += piece.toString('latin1')
      })
      response.on('error', reject)
      response.on('end', () => {
        resolve({ status: response.statusCode, headers, body, end: keepAlive ? 'reusable' : 'closing' })
        agent.destroy()
      })
    })
    sent.on('error', reject)
    sent.end()
  })
}

function cut(wire: Buffer, cuts: readonly number[]): Buffer[] {
  const edges = [0, ...[...cuts].sort((a, b) => a - b), wire.length]
  return edges.slice(1).map((edge, i) => wire.subarray(edges[i]!, edge))
}

const cutsWithin = (length: number): fc.Arbitrary<number[]> => fc.array(fc.nat(length), { maxLength: 8 })
const everyByte = (length: number): number[] => Array.from({ length }, (_, i) => i)

describe('ResponseParser', () => {
  it("agrees with Node's parser on valid responses, whatever the pieces", async () => {
    const property = fc.asyncProperty(
      validResponse.chain((response) => fc.tuple(fc.constant(response), cutsWithin(response.wire.length))),
      async ([{ wire, untilClose }, cuts]) => {
        const { message, taken, ...outcome } = parseResponse(wire, cuts)
        expect(outcome).toEqual(await parseByNode(cut(wire, cuts), untilClose))
        expect(message).toBeUndefined()
        expect(taken).toBe(wire.length)
      },
    )
    await fc.assert(property, { numRuns: 400 })
  })

  it('leaves what follows a response to its caller', () => {
    const property = fc.property(validResponse, validResponse, fc.boolean(), (first, second, bytewise) => {
      fc.pre(!first.untilClose)
      const both = Buffer.concat([first.wire, second.wire])
      const alone = parseResponse(first.wire)
      expect(parseResponse(both, bytewise ? everyByte(both.length) : [])).toEqual(alone)
    })
    fc.assert(property, { numRuns: 300 })
  })

  it('says the same of a response whatever came before it on the connection', () => {
    const responses = fc.array(validResponse, { minLength: 1, maxLength: 2 })
    const order = fc.array(fc.nat(1), { minLength: 2, maxLength: 5 })
    const property = fc.property(
      responses,
      order,
      fc.array(fc.nat(300), { maxLength: 2 }),
      (distinct, picks, cuts) => {
        const wires = picks.map((pick) => distinct[pick % distinct.length]!.wire)
        expect(parseResponses(wires, cuts)).toEqual(wires.map((wire) => parseResponse(wire)))
      },
    )
    fc.assert(property, { numRuns: 500 })
  })

  it('never throws, and says the same of damaged responses whatever the pieces', () => {
    const marks = '\r|\n|\r\n|\r\n\r\n|:| |\t|\0|0|ffffffffffffffffffff|;|0\r\n\r\n|-1'.split('|')
    const lines = ['HTTP/1.1 200 OK', 'HTTP/1.1 100 C\r\n', 'Content-Length: 3', 'Transfer-Encoding: chunked']
    const insertion = fc.constantFrom(...marks, ...lines.map((line) => `${line}\r\n`))
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      remove: fc.nat(6),
      insert: fc.oneof(
        insertion,
        fc.uint8Array({ maxLength: 3 }).map((array) => Buffer.from(array).toString('latin1')),
      ),
    })
    const damaged = fc.tuple(validResponse, fc.array(damage, { maxLength: 4 })).map(([{ wire }, damages]) => {
      let text = wire.toString('latin1')
      for (const { at, remove, insert } of damages) {
        const place = Math.floor(at * text.length)
        text = text.slice(0, place) + insert + text.slice(place + remove)
      }
      return Buffer.from(text, 'latin1')
    })
    const property = fc.property(
      damaged.chain((wire) => fc.tuple(fc.constant(wire), cutsWithin(wire.length))),
      fc.constantFrom(20, 80, 65_536),
      ([wire, cuts], headBytes) => {
        const whole = parseResponse(wire, [], headBytes)
        expect(whole.end).toBeDefined()
        expect(parseResponse(wire, cuts, headBytes)).toEqual(whole)
        expect(parseResponse(wire, everyByte(wire.length), headBytes)).toEqual(whole)
      },
    )
    fc.assert(property, { numRuns: 3000 })
  })
})
