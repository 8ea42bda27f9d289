import type { Api } from '../api/api.ts'
import type { RequestStatus } from '../record/request-record.ts'
import type { LogHistogram } from '../statistics/log-histogram.ts'
import type { Arrival } from '../wire/arrival.ts'
import type { Endpoint } from '../wire/endpoint.ts'
import type { ResponseHeaders } from '../wire/http1/response-headers.ts'
import { type ResponseFailure, type ResponseHandler, ResponseParser } from '../wire/http1/response-parser.ts'
import type {
  Connection,
  ConnectionFailure,
  ConnectionHandler,
  ConnectionTimes,
  Reactor,
} from '../wire/reactor.ts'
import type { Exchange, ExchangeCarrier } from './exchange.ts'
import type { InstrumentHistograms } from './instrument-histograms.ts'
import { ReplyReader } from './reply-reader.ts'
import { StampedReply } from './stamped-reply.ts'

/** Told how an exchange ended and what became of its connection. */
export interface HttpConnectionOwner {
  /** A request was sent; `formerNs` is when it was sent before, on a connection that turned out to be closed. */
  exchangeSent(formerNs: number | null, sentNs: number): void
  /** The exchange is over; the connection is idle when `reusable`, else closed. */
  exchangeEnded(
    connection: HttpConnection,
    exchange: Exchange,
    status: RequestStatus,
    reusable: boolean,
  ): void
  /** A kept-alive connection was closed by the server before it answered anything: the request may be sent again. */
  exchangeRefused(exchange: Exchange): void
  /** An idle connection was closed. */
  idleClosed(connection: HttpConnection): void
}

/**
 * An HTTP/1.1 connection that carries one request at a time and notes its times in the request's record. It is its own
 * handler for the socket and for the parser, since closures would be so much more memory to touch for every token.
 */
export class HttpConnection implements ExchangeCarrier, ConnectionHandler, ResponseHandler {
  readonly #owner: HttpConnectionOwner
  readonly #histograms: InstrumentHistograms
  readonly #connection: Connection
  readonly #parser: ResponseParser
  readonly #reply: ReplyReader
  /** In experiments only. */
  readonly #stamps: StampedReply | null
  #times: ConnectionTimes | undefined
  #exchange: Exchange | undefined
  #outcome: { readonly status: RequestStatus; readonly reusable: boolean } | undefined
  #exchanges = 0
  /** Whether it was open before the exchange began. */
  #keptAlive = false
  #closed = false
  #retransmitsBefore = 0
  #bytesReceived = 0
  #readDelayNs = 0

  constructor(
    reactor: Reactor,
    endpoint: Endpoint,
    api: Api,
    histograms: InstrumentHistograms,
    owner: HttpConnectionOwner,
  ) {
    this.#owner = owner
    this.#histograms = histograms
    this.#stamps = histograms.study === undefined ? null : new StampedReply(histograms.study)
    this.#reply = new ReplyReader(api, this.#stamps)
    this.#parser = new ResponseParser(this)
    this.#connection = reactor.connect(endpoint, this)
  }

  /** Sends a request; the connection must be new or idle. */
  start(exchange: Exchange): void {
    this.#exchange = exchange
    this.#outcome = undefined
    this.#bytesReceived = 0
    this.#readDelayNs = 0
    const { record } = exchange
    record.reused = this.#exchanges > 0
    this.#keptAlive = this.#times !== undefined
    record.attempts++
    record.bytesSent += exchange.bytes.length
    this.#exchanges++
    this.#parser.reset()
    this.#reply.begin(record)
    this.#connection.send(exchange.bytes)
  }

  opened(times: ConnectionTimes): void {
    this.#times = times
  }

  sent(beforeNs: number, afterNs: number): void {
    const record = this.#exchange?.record
    if (record === undefined) return
    this.#owner.exchangeSent(record.sentNs, beforeNs)
    record.sentNs = beforeNs
    record.sendErrorBoundNs = afterNs - beforeNs
    const times = this.#times
    if (record.reused || times === undefined) return
    record.connectStartNs = times.startNs
    record.connectedNs = times.connectedNs
    record.securedNs = times.securedNs
  }

  received(bytes: Uint8Array, length: number, arrival: Arrival): void {
    const exchange = this.#exchange
    // Bytes that no request asked for: the connection can't be trusted with another.
    if (exchange === undefined) return this.#closeIdle()
    const delayNs = arrival.observedNs - arrival.atNs
    this.#histograms.readDelay.record(delayNs)
    if (delayNs > this.#readDelayNs) this.#readDelayNs = delayNs
    if (this.#bytesReceived === 0) {
      exchange.record.firstByteNs = arrival.atNs
      this.#stamps?.firstByte(arrival.observedNs)
    }
    this.#bytesReceived += length
    if (arrival.source === 'user') exchange.record.timestampSource = 'user'
    this.#reply.readBegins(arrival)
    const used = this.#parser.push(bytes, 0, length)
    const outcome = this.#outcome
    const bounds = this.#boundsOf(exchange)
    const tokens = this.#reply.readEnds(arrival, outcome !== undefined, bounds)
    if (tokens > 0) {
      const { tokenReads } = this.#histograms
      tokenReads.count++
      tokenReads.events += tokens
    }
    if (outcome !== undefined) {
      this.#finish(exchange, outcome.status, arrival.atNs, outcome.reusable && used === length)
    } else if (this.#reply.problem?.status === 'malformed') {
      exchange.record.error = this.#reply.problem.message
      this.#finish(exchange, 'malformed', arrival.atNs, false)
    }
  }

  #boundsOf({ record }: Exchange): LogHistogram {
    return record.phase === 'measure' ? this.#histograms.errorBound : this.#histograms.warmupErrorBound
  }

  head(status: number, headers: ResponseHeaders): void {
    this.#reply.head(status, headers.get('content-type'))
  }

  body(bytes: Uint8Array, start: number, end: number): void {
    this.#reply.body(bytes, start, end)
  }

  complete(reusable: boolean): void {
    this.#outcome = { status: this.#reply.complete(), reusable }
  }

  /** The reply can't be read on. */
  broken({ kind, message }: ResponseFailure): void {
    if (this.#exchange !== undefined) this.#exchange.record.error = message
    this.#outcome = { status: kind === 'truncated' ? 'truncated' : 'malformed', reusable: false }
  }

  ended(atNs: number): void {
    this.#closed = true
    const exchange = this.#exchange
    if (exchange === undefined) return this.#owner.idleClosed(this)
    if (this.#mayResend(exchange)) return this.#refuse(exchange)
    this.#parser.finish()
    this.#reply.endedWithConnection(atNs, this.#boundsOf(exchange))
    const outcome = this.#outcome
    exchange.record.error ??= outcome?.status === 'ok' ? null : 'the server closed the connection'
    this.#finish(exchange, outcome?.status ?? 'truncated', atNs, false)
  }

  failed(failure: ConnectionFailure, atNs: number): void {
    this.#closed = true
    const exchange = this.#exchange
    if (exchange === undefined) return this.#owner.idleClosed(this)
    if (this.#mayResend(exchange)) return this.#refuse(exchange)
    const { code, message } = failure
    exchange.record.error = message.includes(code) ? message : `${message} (${code})`
    this.#finish(exchange, failure.kind === 'reset' ? 'reset' : 'connect_error', atNs, false)
  }

  /**
   * A server may close an idle connection while a request is on its way to it. RFC 9112 9.3.1 lets the client send
   * it again on a new one; the plan's time stays, and the record counts the attempts.
   */
  #mayResend(exchange: Exchange): boolean {
    const { record } = exchange
    return this.#keptAlive && this.#bytesReceived === 0 && record.attempts === 1
  }

  #refuse(exchange: Exchange): void {
    this.#exchange = undefined
    this.#owner.exchangeRefused(exchange)
  }

  /** Ends the exchange from outside: a timeout, the end of the drain, a second Ctrl-C. */
  abandon(status: RequestStatus, message: string, atNs: number): void {
    const exchange = this.#exchange
    if (exchange === undefined) return
    exchange.record.error = message
    this.#finish(exchange, status, atNs, false)
  }

  #finish(exchange: Exchange, status: RequestStatus, atNs: number, reusable: boolean): void {
    this.#exchange = undefined
    const { record } = exchange
    record.status = status
    record.endNs = atNs
    record.bytesReceived = this.#bytesReceived
    if (this.#bytesReceived > 0) record.readDelayNs = this.#readDelayNs
    this.#reply.settle()
    this.#noteNetwork(exchange)
    this.#stamps?.end(record)
    if (!reusable) this.close()
    this.#owner.exchangeEnded(this, exchange, status, reusable)
  }

  #noteNetwork(exchange: Exchange): void {
    const figures = this.#connection.networkFigures()
    if (figures === undefined) return
    exchange.record.rttNs = figures.rttNs
    exchange.record.minRttNs = figures.minRttNs
    exchange.record.retransmits = figures.retransmits - this.#retransmitsBefore
    this.#retransmitsBefore = figures.retransmits
  }

  #closeIdle(): void {
    this.close()
    this.#owner.idleClosed(this)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#connection.close()
  }
}
