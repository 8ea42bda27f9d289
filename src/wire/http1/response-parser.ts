import { shortened } from '../../errors.ts'
import { ByteAccumulator } from '../byte-accumulator.ts'
import { type BodyFraming, bodyFraming } from './body-framing.ts'
import { ChunkFraming } from './chunk-framing.ts'
import { addFieldLine, type ResponseHeaders } from './response-headers.ts'
import { canBeginStatusLine, parseStatusLine, type StatusLine } from './status-line.ts'

export interface ResponseFailure {
  /** `truncated`: the connection closed too early; `too_large`: the head is over its limit. */
  readonly kind: 'malformed' | 'truncated' | 'too_large'
  readonly message: string
}

/** What the parser tells of one response. Exactly one of `complete` and `broken` ends it; nothing is called after. */
export interface ResponseHandler {
  /** The final head; interim ones (1xx) are skipped. */
  head(status: number, headers: ResponseHeaders): void
  /** A piece of the body, never empty, in the bytes that were pushed: valid during the call only. */
  body(bytes: Uint8Array, start: number, end: number): void
  /** The whole response has come. `reusable`: the connection can carry another request. */
  complete(reusable: boolean): void
  broken(failure: ResponseFailure): void
}

export interface ResponseLimits {
  /** Most bytes of a response's heads, interim ones included; also of its trailers, and of a chunk's extensions. */
  readonly headBytes: number
}

interface ResponseHead {
  readonly status: number
  readonly headers: ResponseHeaders
  readonly framing: BodyFraming
}

/** A head that has been parsed, and its bytes, those of interim heads before it included. */
interface KnownHead extends ResponseHead {
  readonly bytes: Uint8Array
}

const statusLine = 0
const fieldLines = 1
const trailerLines = 2
const sizedBody = 3
const chunkFraming = 4
const chunkData = 5
const bodyUntilClose = 6
const ended = 7

const lineFeed = 0x0a
const carriageReturn = 0x0d

/**
 * Parses one response to a GET or POST after another on an HTTP/1.1 or 1.0 connection (RFC 9112), from pieces split
 * anywhere. Where the RFC leaves a choice: a bare LF ends a line of the head and of the trailers (§2.2) but not of a
 * chunk's framing (§7.1 allows none); a bare CR, a folded header line and space before a header's colon are malformed,
 * as is 101, since Tare never asks to switch protocols. Never throws, unless the handler does.
 */
export class ResponseParser {
  readonly #handler: ResponseHandler
  readonly #headLimit: number
  readonly #chunk: ChunkFraming
  /** The part of a line that came in earlier pieces. */
  readonly #partialLine: ByteAccumulator = new ByteAccumulator()
  #state = statusLine
  /** Set when a response ends, so that `push` stops there even when the handler resets the parser. */
  #stopped = false
  #status: StatusLine = { minorVersion: 1, status: 0 }
  #headers: Map<string, string> = new Map()
  /** Bytes of the heads, or of the trailers, so far. */
  #headBytes = 0
  /** Bytes of the body, or of its chunk, still to come. */
  #remaining = 0
  #reusable = false
  /** Where the head began in the current piece; -1 when it began in an earlier one. */
  #headStart = -1
  /** The last head that came in one piece: the next is often the same to the byte, and needn't be parsed. */
  #known: KnownHead | undefined
  /** `#view` reads the same memory as `#viewed`; kept because pieces come in the same few arrays. */
  #view: Buffer = Buffer.alloc(0)
  #viewed: Uint8Array = this.#view

  constructor(handler: ResponseHandler, limits: ResponseLimits = { headBytes: 65_536 }) {
    this.#handler = handler
    this.#headLimit = limits.headBytes
    this.#chunk = new ChunkFraming(limits.headBytes)
  }

  /**
   * Takes `bytes[start, end)` and returns how many of them belong to this response: fewer than given when it ended among
   * them (the number says nothing when it failed). What is left, and all that is pushed later, isn't looked at until
   * `reset`, which may be called from `complete` and `broken` but not from `head` and `body`.
   */
  push(bytes: Uint8Array, start: number, end: number): number {
    let at = start
    this.#stopped = this.#state === ended
    this.#headStart = -1
    while (at < end && !this.#stopped) {
      switch (this.#state) {
        case chunkFraming:
          at = this.#betweenChunks(bytes, at, end)
          break
        case chunkData:
        case sizedBody:
          at = this.#boundedBody(bytes, at, end)
          break
        case bodyUntilClose:
          this.#handler.body(bytes, at, end)
          at = end
          break
        case statusLine:
          if (this.#headBytes === 0) {
            this.#headStart = at
            if (this.#known !== undefined && startsWith(bytes, at, end, this.#known.bytes)) {
              at += this.#known.bytes.length
              this.#beginBody(this.#known)
              break
            }
          }
          at = this.#headLine(bytes, at, end)
          break
        default:
          at = this.#headLine(bytes, at, end)
      }
    }
    return at - start
  }

  /** The peer closed the connection: completes a body that lasts until then, fails what is unfinished. */
  finish(): void {
    if (this.#state === ended) return
    if (this.#state === bodyUntilClose) this.#complete(false)
    else this.#fail('truncated', `the connection closed ${this.#place()}`)
  }

  /** Makes ready for the next response on the connection. */
  reset(): void {
    this.#state = statusLine
    this.#partialLine.clear()
    this.#headers = new Map()
    this.#headBytes = 0
  }

  #boundedBody(bytes: Uint8Array, at: number, end: number): number {
    const next = Math.min(end, at + this.#remaining)
    this.#remaining -= next - at
    const whole = this.#remaining === 0
    if (whole && this.#state === chunkData) {
      this.#chunk.endData()
      this.#state = chunkFraming
    }
    this.#handler.body(bytes, at, next)
    if (whole && this.#state === sizedBody) this.#complete(this.#reusable)
    return next
  }

  #betweenChunks(bytes: Uint8Array, start: number, end: number): number {
    const chunk = this.#chunk
    const at = chunk.take(bytes, start, end)
    if (chunk.ready) {
      this.#remaining = chunk.dataBytes
      this.#headBytes = 0
      this.#state = chunk.dataBytes === 0 ? trailerLines : chunkData
    } else if (chunk.failure !== undefined) {
      this.#fail(chunk.failure.kind, chunk.failure.message)
    }
    return at
  }

  /** Takes bytes up to the end of a line of the head or of the trailers, at most. */
  #headLine(bytes: Uint8Array, start: number, end: number): number {
    const allowed = Math.min(end, start + this.#headLimit - this.#headBytes)
    let at = start
    while (at < allowed && bytes[at] !== lineFeed) at++
    this.#headBytes += at - start

    const partial = this.#partialLine
    const whole = at < allowed
    const inPlace = whole && partial.length === 0
    if (!inPlace) partial.append(bytes, start, at)
    const source = inPlace ? bytes : partial.bytes
    const sourceStart = inPlace ? start : 0
    const sourceEnd = inPlace ? at : partial.length

    if (this.#state === statusLine && !canBeginStatusLine(source, sourceStart, sourceEnd)) {
      this.#malformed('it does not begin with HTTP/1.')
    } else if (whole) {
      this.#headBytes++
      partial.clear()
      const isEnd = this.#takeLine(this.#lineText(source, sourceStart, sourceEnd))
      if (isEnd) this.#endHead(bytes, at + 1)
      return at + 1
    } else if (at < end) {
      const part = this.#state === trailerLines ? 'trailers' : 'head'
      this.#fail('too_large', `more than ${this.#headLimit} bytes of response ${part}`)
    }
    return at
  }

  /** True at the empty line that ends a head. */
  #takeLine(line: string): boolean {
    if (this.#state === statusLine) {
      const parsed = parseStatusLine(line)
      if (parsed === undefined) {
        this.#malformed(`status line ${JSON.stringify(shortened(line, 80))}`)
      } else {
        this.#status = parsed
        this.#state = fieldLines
      }
    } else if (line !== '') {
      const fields = this.#state === fieldLines ? this.#headers : new Map<string, string>()
      if (!addFieldLine(fields, line)) this.#malformed(`header line ${JSON.stringify(shortened(line, 80))}`)
    } else if (this.#state === trailerLines) {
      this.#complete(this.#reusable)
    } else {
      return true
    }
    return false
  }

  #endHead(piece: Uint8Array, end: number): void {
    const { status } = this.#status
    const headers = this.#headers
    if (status === 101) return this.#malformed('it switches protocols (101), which was not asked for')
    if (status < 200) {
      this.#state = statusLine
      this.#headers = new Map()
      return
    }
    const framing = bodyFraming(this.#status, headers)
    if (framing.kind === 'malformed') return this.#malformed(framing.message)
    const head: ResponseHead = { status, headers, framing }
    if (this.#headStart >= 0) {
      // A Buffer's `slice` would be no copy.
      this.#known = { ...head, bytes: new Uint8Array(piece.subarray(this.#headStart, end)) }
    }
    this.#beginBody(head)
  }

  #beginBody({ status, headers, framing }: ResponseHead): void {
    switch (framing.kind) {
      case 'chunked':
        this.#reusable = framing.reusable
        this.#chunk.begin()
        this.#state = chunkFraming
        break
      case 'sized':
        this.#reusable = framing.reusable
        this.#remaining = framing.bytes
        this.#state = sizedBody
        break
      default:
        this.#state = bodyUntilClose
    }
    this.#handler.head(status, headers)
    if (framing.kind === 'sized' && framing.bytes === 0) this.#complete(framing.reusable)
  }

  /** A line without its CR. As Latin-1, because a field's octets have no encoding of their own (RFC 9110 §5.5). */
  #lineText(bytes: Uint8Array, start: number, end: number): string {
    if (this.#viewed !== bytes) {
      this.#viewed = bytes
      this.#view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    const stop = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end
    return this.#view.toString('latin1', start, stop)
  }

  #place(): string {
    if (this.#state === statusLine && this.#headBytes === 0) return 'before the response began'
    if (this.#state <= fieldLines) return 'within the response head'
    if (this.#state === sizedBody) return `${this.#remaining} bytes before the end of the response`
    return 'before the last chunk of the response'
  }

  #complete(reusable: boolean): void {
    this.#state = ended
    this.#stopped = true
    this.#handler.complete(reusable)
  }

  #malformed(message: string): void {
    this.#fail('malformed', `not an HTTP/1.1 response: ${message}`)
  }

  #fail(kind: ResponseFailure['kind'], message: string): void {
    this.#state = ended
    this.#stopped = true
    this.#handler.broken({ kind, message })
  }
}

function startsWith(bytes: Uint8Array, start: number, end: number, what: Uint8Array): boolean {
  if (end - start < what.length) return false
  for (let i = 0; i < what.length; i++) if (bytes[start + i] !== what[i]) return false
  return true
}
