import { crc32 } from 'node:zlib'
import type { Api, Delta, Usage } from '../api/api.ts'
import { addDeltaText } from '../api/event-template.ts'
import { TemplateDecoder } from '../api/template-decoder.ts'
import { emptyTextHash } from '../api/text-hash.ts'
import type { RequestRecord, RequestStatus } from '../record/request-record.ts'
import type { LogHistogram } from '../statistics/log-histogram.ts'
import type { Arrival } from '../wire/arrival.ts'
import { type EventHandler, EventStreamParser } from '../wire/event-stream/event-stream-parser.ts'
import { errorExcerpt, httpErrorExcerpt, thrownExcerpt } from './error-excerpt.ts'
import { KeptBody } from './kept-body.ts'
import type { StampedReply } from './stamped-reply.ts'

/** Longest unstreamed reply, and longest part of an error reply, that is kept to be decoded. */
const maxBodyBytes = 64 * 1024 * 1024
const maxErrorBytes = 64 * 1024
/** A server that ignores `stream` answers in one piece; what calls itself neither JSON nor HTML is read as a stream. */
const wholeTypes: readonly string[] = ['application/json', 'text/html']

/**
 * Reads the body of one reply after another on a connection, and notes in the request's record what it says and
 * when. This is the one place where it is decided what the first token is, what counts as a token, and where the
 * count of tokens comes from.
 */
export class ReplyReader implements EventHandler {
  readonly #api: Api
  readonly #decoder: TemplateDecoder
  readonly #events: EventStreamParser
  /** In experiments only. */
  readonly #stamps: StampedReply | null
  #record!: RequestRecord
  #mode: 'events' | 'body' | 'opaque' | 'error' = 'events'
  #contentType: string | undefined
  #mediaType = ''
  #arrival!: Arrival
  /** Of a reply in one piece, or of an error. */
  readonly #kept = new KeptBody()
  #usage: Usage | undefined
  #ended = false
  #problem: { status: RequestStatus; message: string } | undefined
  #lastEventHadToken = false
  /* The record's own figures of the tokens, kept here until `settle`: with many streams each object is a cache miss. */
  #tokenNs: Float64Array = new Float64Array(0)
  #tokenCount = 0
  #eventCount = 0
  #answering = false
  #firstErrorBoundNs = 0
  #lastErrorBoundNs = 0
  #errorBoundNs = 0
  #tokensAtReadStart = 0
  #textHash = emptyTextHash
  /** CRC-32 of an opaque reply; null before its first byte. */
  #opaqueHash: number | null = null
  /** Of a reply in one piece: the arrival of the last of it that was read, and by how much that can be late. */
  #pieceNs = 0
  #pieceErrorBoundNs = 0

  constructor(api: Api, stamps: StampedReply | null = null) {
    this.#api = api
    this.#stamps = stamps
    this.#decoder = new TemplateDecoder(api)
    this.#events = new EventStreamParser(this)
  }

  begin(record: RequestRecord): void {
    this.#record = record
    this.#events.reset()
    this.#stamps?.begin()
    this.#kept.clear()
    this.#usage = undefined
    this.#ended = false
    this.#problem = undefined
    this.#tokenNs = record.tokenNs
    this.#tokenCount = 0
    this.#eventCount = 0
    this.#answering = false
    this.#firstErrorBoundNs = 0
    this.#errorBoundNs = 0
    this.#textHash = emptyTextHash
    this.#opaqueHash = null
  }

  /** The reply's status and media type have come. */
  head(status: number, contentType: string | undefined): void {
    this.#record.httpStatus = status
    if (contentType !== this.#contentType) {
      this.#contentType = contentType
      this.#mediaType = (contentType ?? '').split(';')[0]!.trim().toLowerCase()
    }
    if (status < 200 || status > 299) this.#mode = 'error'
    else if (this.#api.replies === 'opaque') this.#mode = 'opaque'
    else
      this.#mode = this.#api.replies === 'whole' || wholeTypes.includes(this.#mediaType) ? 'body' : 'events'
  }

  /** Bytes of a read are about to be given to `body`. */
  readBegins(arrival: Arrival): void {
    this.#arrival = arrival
    this.#tokensAtReadStart = this.#tokenCount
  }

  body(bytes: Uint8Array, start: number, end: number): void {
    if (this.#mode !== 'events') return this.#keep(bytes, start, end)
    if (this.#problem?.status === 'malformed') return
    try {
      this.#events.push(bytes, start, end)
    } catch (error) {
      this.#problem = { status: 'malformed', message: thrownExcerpt(error) }
    }
  }

  /**
   * All bytes of a read have been given. Bounds the errors of the tokens that it brought: exact for one whose event
   * ends the read, the read's bound for those before it (see `Arrival`). A reply that is complete has had its last
   * chunk after its last event, perhaps in a later segment. A reply in one piece has one bound, that of its end. Returns how
   * many tokens the read brought.
   */
  readEnds(arrival: Arrival, replyComplete: boolean, errorBound: LogHistogram): number {
    const tokens = this.#tokenCount - this.#tokensAtReadStart
    if (tokens === 0) {
      if (this.#mode !== 'events') this.#pieceEnds(arrival, replyComplete, errorBound)
      return 0
    }
    const endsRead = this.#lastEventHadToken && this.#events.atEventBoundary && !replyComplete
    const lastNs = endsRead ? arrival.lastEventErrorBoundNs : arrival.errorBoundNs
    const firstNs = tokens > 1 ? arrival.errorBoundNs : lastNs
    if (this.#tokensAtReadStart === 0) this.#firstErrorBoundNs = firstNs
    this.#lastErrorBoundNs = lastNs
    if (firstNs > this.#errorBoundNs) this.#errorBoundNs = firstNs
    errorBound.record(lastNs)
    for (let others = tokens - 1; others > 0; others--) errorBound.record(firstNs)
    return tokens
  }

  #pieceEnds(arrival: Arrival, replyComplete: boolean, errorBound: LogHistogram): void {
    this.#pieceNs = arrival.atNs
    this.#pieceErrorBoundNs = arrival.lastEventErrorBoundNs
    const boundNs = this.#record.lastTokenErrorBoundNs
    if (replyComplete && boundNs !== null) errorBound.record(boundNs)
  }

  /**
   * The reply's end was that of its connection, which no kernel stamps: a reply in one piece, which ends there, ended no sooner
   * than the last of it came.
   */
  endedWithConnection(atNs: number, errorBound: LogHistogram): void {
    const record = this.#record
    if (this.#mode === 'events' || record.lastTokenErrorBoundNs === null) return
    const boundNs = atNs - this.#pieceNs + this.#pieceErrorBoundNs
    record.errorBoundNs = boundNs
    record.lastTokenErrorBoundNs = boundNs
    errorBound.record(boundNs)
  }

  get problem(): { readonly status: RequestStatus; readonly message: string } | undefined {
    return this.#problem
  }

  /** The reply is whole by HTTP's rules. Returns how the request ended. */
  complete(): RequestStatus {
    if (this.#mode === 'error')
      return this.#fail('http_error', httpErrorExcerpt(this.#api, this.#record.httpStatus, this.#kept.text()))
    if (this.#problem !== undefined) return this.#fail(this.#problem.status, this.#problem.message)
    if (this.#mode === 'body') return this.#completeBody()
    if (this.#mode === 'opaque') return this.#completeWhole()
    if (this.#ended) return 'ok'
    if (this.#events.finish()) return this.#fail('truncated', 'the stream ended within an event')
    if (this.#eventCount === 0)
      return this.#fail('malformed', `no events in a reply of type ${this.#mediaType || 'unknown'}`)
    return this.#fail('truncated', 'the stream ended without finish_reason and without [DONE]')
  }

  #completeBody(): RequestStatus {
    if (this.#mediaType === 'text/html') return this.#fail('malformed', 'text/html in place of a completion')
    try {
      for (const delta of this.#api.decodeBody(this.#kept.text())) this.#wholeReply(delta)
    } catch (error) {
      return this.#fail('malformed', thrownExcerpt(error))
    }
    if (this.#problem !== undefined) return this.#fail(this.#problem.status, this.#problem.message)
    return this.#completeWhole()
  }

  /** A reply in one piece ends where its last read does. */
  #completeWhole(): RequestStatus {
    this.#record.errorBoundNs = this.#arrival.lastEventErrorBoundNs
    this.#record.lastTokenErrorBoundNs = this.#arrival.lastEventErrorBoundNs
    return 'ok'
  }

  /** Notes in the record what has come so far: tokens, their times and errors, and where their count comes from. */
  settle(): void {
    const record = this.#record
    const usage = this.#usage
    const tokens = this.#tokenCount
    record.events = this.#eventCount
    record.tokenNs = this.#tokenNs
    record.tokenEvents = tokens
    if (tokens > 0) {
      record.firstTokenNs = this.#tokenNs[0]!
      record.lastTokenNs = this.#tokenNs[tokens - 1]!
      record.firstTokenErrorBoundNs = this.#firstErrorBoundNs
      record.lastTokenErrorBoundNs = this.#lastErrorBoundNs
      record.errorBoundNs = this.#errorBoundNs
    }
    // No text leaves the hash as it began; that one does is a chance of 2^-32.
    if (this.#textHash !== emptyTextHash) record.replyHash = this.#textHash >>> 0
    else if (this.#opaqueHash !== null) record.replyHash = this.#opaqueHash
    record.inputTokens = usage?.inputTokens ?? null
    record.reasoningTokens = usage?.reasoningTokens ?? null
    record.cachedTokens = usage?.cachedTokens ?? null
    if (usage?.outputTokens !== undefined) {
      record.outputTokens = usage.outputTokens
      record.tokenSource = 'usage'
    } else if (this.#mode === 'events' && tokens > 0) {
      record.outputTokens = tokens
      record.tokenSource = 'events'
    }
  }

  event(bytes: Uint8Array, start: number, end: number, type: string): void {
    this.#eventCount++
    this.#lastEventHadToken = false
    if (this.#problem !== undefined) return
    let deltas: readonly Delta[]
    try {
      deltas = this.#decoder.decode(bytes, start, end, type)
    } catch (error) {
      this.#problem = { status: 'malformed', message: thrownExcerpt(error) }
      return
    }
    let carriesToken = false
    for (let i = 0; i < deltas.length; i++) {
      const delta = deltas[i]!
      if (delta.kind !== 'token' && delta.kind !== 'reasoning' && delta.kind !== 'tool_call') {
        this.#note(delta)
        continue
      }
      carriesToken = true
      this.#textHash = addDeltaText(this.#textHash, delta)
      if (delta.kind === 'token' && !this.#answering) this.#answer()
    }
    this.#lastEventHadToken = carriesToken
    if (carriesToken) this.#token()
    if (type === 'error' && this.#problem === undefined) {
      const data = Buffer.from(bytes.subarray(start, end)).toString('utf8')
      this.#problem = { status: 'in_stream_error', message: errorExcerpt(data) }
    }
  }

  /** An event with a token: its arrival is the token's time. */
  #token(): void {
    if (this.#tokenCount === this.#tokenNs.length) {
      const grown = new Float64Array(this.#tokenNs.length * 2)
      grown.set(this.#tokenNs)
      this.#tokenNs = grown
    }
    this.#tokenNs[this.#tokenCount++] = this.#arrival.atNs
    if (this.#stamps !== null) this.#stamps.token()
  }

  /** The first token of the answer proper. */
  #answer(): void {
    this.#answering = true
    this.#record.firstAnswerTokenNs = this.#arrival.atNs
  }

  #note(delta: Exclude<Delta, { kind: 'token' | 'reasoning' | 'tool_call' }>): void {
    if (delta.kind === 'usage') this.#usage = delta.usage
    else if (delta.kind === 'error')
      this.#problem = { status: 'in_stream_error', message: errorExcerpt(delta.message) }
    else {
      this.#ended = true
      if (delta.finishReason !== undefined) this.#record.finishReason ??= delta.finishReason
    }
  }

  /** In a reply of one piece a token has no time of its own. */
  #wholeReply(delta: Delta): void {
    if (delta.kind === 'usage' || delta.kind === 'error' || delta.kind === 'end') this.#note(delta)
    else this.#textHash = addDeltaText(this.#textHash, delta)
  }

  /** Of what is no stream: the bytes to be decoded at its end, or their hash. */
  #keep(bytes: Uint8Array, start: number, end: number): void {
    if (this.#mode === 'opaque') {
      this.#opaqueHash = crc32(bytes.subarray(start, end), this.#opaqueHash ?? 0)
      return
    }
    const most = this.#mode === 'error' ? maxErrorBytes : maxBodyBytes
    const isWhole = this.#kept.add(bytes, start, end, most)
    if (!isWhole && this.#mode === 'body')
      this.#problem ??= { status: 'malformed', message: `a reply of more than ${maxBodyBytes} bytes` }
  }

  #fail(status: RequestStatus, message: string): RequestStatus {
    this.#record.error = message
    return status
  }
}
