import { ByteAccumulator } from '../byte-accumulator.ts'
import { dataViewOf } from '../data-view-of.ts'
import { endOfLine } from './end-of-line.ts'

export interface EventHandler {
  /** An event whose data is `bytes[start, end)`, UTF-8, valid during the call only. */
  event(bytes: Uint8Array, start: number, end: number, type: string): void
}

export interface EventStreamLimits {
  /** Most bytes of an event's data, and of any line. */
  readonly eventBytes: number
}

const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const colon = 0x3a

const dataName = Buffer.from('data')
const eventName = Buffer.from('event')
const errorName = Buffer.from('error')
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

/**
 * Splits an event stream into events by the rules of the HTML standard (server-sent events, "Interpreting an event
 * stream"), from pieces split anywhere: lines end in LF, CR or CRLF; comments, `id` and `retry` say nothing here; an event
 * without a data line isn't one. `type` is 'message' for events that have none.
 *
 * One departure: the standard ignores the field `error`, in which llama.cpp's server sent failures until late 2025
 * (`error: {"code":500,…}`). It is taken as the data of an event of type 'error', lest a failure be lost.
 *
 * The data is handed over in place when the event lies within one `push` as one line, and is copied otherwise.
 */
export class EventStreamParser {
  /**
   * Whether the last byte pushed was the last of an event: nothing has come after it, not even a comment. During a call
   * of `event`, whether that event is the last in the piece. Then the piece arrived when the event did.
   */
  atEventBoundary = false
  readonly #handler: EventHandler
  readonly #limit: number
  /** The part of a line that came in earlier pieces. */
  readonly #partialLine: ByteAccumulator = new ByteAccumulator()
  /** The event's data when it isn't one line of the current piece. */
  readonly #data: ByteAccumulator = new ByteAccumulator()
  #dataLines = 0
  /** Where the data is while `#inPlace`: in the current piece. */
  #dataStart = 0
  #dataEnd = 0
  #inPlace = false
  #type = 'message'
  /** The last piece ended in CR: an LF that comes next belongs to it. */
  #afterCr = false
  #firstLine = true
  /** The last `event` field, and its text, which is nearly always the next one's too. */
  #lastTypeBytes: Uint8Array = new Uint8Array(0)
  #lastType = 'message'

  constructor(handler: EventHandler, limits: EventStreamLimits = { eventBytes: 16 * 1024 * 1024 }) {
    this.#handler = handler
    this.#limit = limits.eventBytes
  }

  /** Takes `bytes[start, end)`. Throws SyntaxError when an event is over its limit; only `reset` is of use then. */
  push(bytes: Uint8Array, start: number, end: number): void {
    let at = start
    if (this.#afterCr && at < end) {
      this.#afterCr = false
      if (bytes[at] === lineFeed) at++
    }
    if (at === end) return
    this.atEventBoundary = false
    const view = dataViewOf(bytes)

    while (at < end) {
      const lineEnd = endOfLine(bytes, view, at, end)
      if (lineEnd === end) {
        this.#partialLine.append(bytes, at, end)
        this.#checkSize(this.#partialLine.length)
        break
      }
      let next = lineEnd + 1
      if (bytes[lineEnd] === carriageReturn) {
        if (next === end) this.#afterCr = true
        else if (bytes[next] === lineFeed) next++
      }
      this.#endLine(bytes, at, lineEnd, next === end)
      at = next
    }
    if (this.#inPlace) this.#copyData(bytes)
  }

  /**
   * The stream ended. Says whether an unfinished event was thrown away, as the standard demands. That alone isn't a
   * fault: there are servers that end with `data: [DONE]` and no blank line.
   */
  finish(): boolean {
    const pending = this.#dataLines > 0 || this.#partialLine.length > 0
    this.reset()
    return pending
  }

  /** Makes ready for another stream. */
  reset(): void {
    this.atEventBoundary = false
    this.#partialLine.clear()
    this.#data.clear()
    this.#dataLines = 0
    this.#inPlace = false
    this.#type = 'message'
    this.#afterCr = false
    this.#firstLine = true
  }

  #endLine(bytes: Uint8Array, start: number, end: number, last: boolean): void {
    const partial = this.#partialLine
    if (partial.length === 0) {
      const from = this.#firstLine ? this.#afterByteOrderMark(bytes, start, end) : start
      if (from === end) this.#endEvent(bytes, last)
      else this.#takeField(bytes, from, end, true)
      return
    }
    partial.append(bytes, start, end)
    const from = this.#firstLine ? this.#afterByteOrderMark(partial.bytes, 0, partial.length) : 0
    if (from === partial.length) this.#endEvent(bytes, last)
    else this.#takeField(partial.bytes, from, partial.length, false)
    partial.clear()
  }

  #afterByteOrderMark(bytes: Uint8Array, start: number, end: number): number {
    this.#firstLine = false
    const marked =
      end - start >= 3 && bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf
    return marked ? start + 3 : start
  }

  #endEvent(bytes: Uint8Array, last: boolean): void {
    const type = this.#type
    this.#type = 'message'
    if (this.#dataLines === 0) return
    this.#dataLines = 0
    this.atEventBoundary = last
    if (this.#inPlace) {
      this.#inPlace = false
      this.#handler.event(bytes, this.#dataStart, this.#dataEnd, type)
    } else {
      const { bytes: copied, length } = this.#data
      this.#data.clear()
      this.#handler.event(copied, 0, length, type)
    }
  }

  #takeField(bytes: Uint8Array, start: number, end: number, inPiece: boolean): void {
    this.#checkSize(end - start)
    if (isField(bytes, start, end, dataName)) {
      this.#addData(bytes, valueStart(bytes, start + dataName.length, end), end, inPiece)
    } else if (isField(bytes, start, end, eventName)) {
      this.#type = this.#typeText(bytes, valueStart(bytes, start + eventName.length, end), end)
    } else if (isField(bytes, start, end, errorName)) {
      this.#type = 'error'
      this.#addData(bytes, valueStart(bytes, start + errorName.length, end), end, inPiece)
    }
  }

  #addData(bytes: Uint8Array, start: number, end: number, inPiece: boolean): void {
    this.#dataLines++
    if (this.#dataLines === 1 && inPiece) {
      this.#inPlace = true
      this.#dataStart = start
      this.#dataEnd = end
      return
    }
    // Only a line of the current piece can follow one that is still in place.
    if (this.#inPlace) this.#copyData(bytes)
    if (this.#dataLines > 1) this.#data.appendByte(lineFeed)
    this.#data.append(bytes, start, end)
    this.#checkSize(this.#data.length)
  }

  #copyData(piece: Uint8Array): void {
    this.#inPlace = false
    this.#data.append(piece, this.#dataStart, this.#dataEnd)
  }

  #typeText(bytes: Uint8Array, start: number, end: number): string {
    if (start === end) return 'message'
    const last = this.#lastTypeBytes
    if (end - start !== last.length || !startsWith(bytes, start, last)) {
      // `bytes.slice` would be no copy where `bytes` is a Buffer.
      this.#lastTypeBytes = new Uint8Array(bytes.subarray(start, end))
      this.#lastType = utf8.decode(this.#lastTypeBytes)
    }
    return this.#lastType
  }

  #checkSize(bytes: number): void {
    if (bytes > this.#limit) throw new SyntaxError(`an event of the stream is over ${this.#limit} bytes`)
  }
}

function isField(bytes: Uint8Array, start: number, end: number, name: Uint8Array): boolean {
  const nameEnd = start + name.length
  return nameEnd <= end && (nameEnd === end || bytes[nameEnd] === colon) && startsWith(bytes, start, name)
}

function startsWith(bytes: Uint8Array, start: number, what: Uint8Array): boolean {
  for (let i = 0; i < what.length; i++) if (bytes[start + i] !== what[i]) return false
  return true
}

/** One space after the colon isn't part of the value; a field without a colon has an empty one. */
function valueStart(bytes: Uint8Array, nameEnd: number, end: number): number {
  if (nameEnd === end) return end
  const start = nameEnd + 1
  return start < end && bytes[start] === space ? start + 1 : start
}
