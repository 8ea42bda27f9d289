import type { Api } from '../api/api.ts'
import type { Pacer, PlannedSend } from '../load/load-plan.ts'
import { emptyRecord } from '../record/empty-record.ts'
import type { RequestRecord, RequestStatus } from '../record/request-record.ts'
import type { Endpoint } from '../wire/endpoint.ts'
import { type Reactor, stopReactor } from '../wire/reactor.ts'
import { createConnectionPool } from './connection-pool.ts'
import { createDeadlineQueue } from './deadline-queue.ts'
import type { Exchange } from './exchange.ts'
import { HttpConnection, type HttpConnectionOwner } from './http-connection.ts'
import type { InstrumentHistograms } from './instrument-histograms.ts'
import type { WorkerCounters } from './worker-counters.ts'

/** A request made ahead of its time. */
export interface PreparedRequest {
  readonly requestId: string
  readonly bytes: Uint8Array
  readonly outputTokens: number | undefined
  /** CRC-32 of the body. */
  readonly bodyHash: number
}

export interface GeneratorParts {
  readonly worker: number
  readonly reactor: Reactor
  readonly endpoint: Endpoint
  readonly api: Api
  readonly pacer: Pacer
  /** This worker's share of the most requests in flight; Infinity when nothing holds them. */
  readonly maxInFlight: number
  /** Whether the next send may need a connection more: then one is opened ahead, for opening it would make the send late. */
  readonly opensAhead: boolean
  /** Requests of a query, which are all made before the first is sent. */
  readonly querySize: number
  /** When the last stage ends; Infinity when the number of requests ends the run. */
  readonly sendingEndsNs: number
  readonly timeoutNs: number
  readonly drainNs: number
  readonly prepare: (index: number) => PreparedRequest
  readonly histograms: InstrumentHistograms
  readonly counters: WorkerCounters
  /** Takes a finished record; its token times are overwritten afterwards. */
  readonly onRecord: (record: RequestRecord) => void
}

/** A closed loop against a server that refuses connections would spin: its slots wait this long. */
const connectBackoffNs = 100e6
const noBytes = new Uint8Array(0)
/** Most arrays of token times kept for reuse. */
const maxSpareTimes = 4096

/**
 * Turns a share of a load plan into requests: sends what is due, gives up what is overdue, and hands each record on
 * when its request has ended. Driven by `wake` from the reactor's loop, and by its connections.
 */
export class Generator implements HttpConnectionOwner {
  readonly #parts: GeneratorParts
  readonly #pool = createConnectionPool()
  readonly #deadlines = createDeadlineQueue()
  readonly #spareTimes: Float64Array[] = []
  /** Of the next query, by index: the requests that are made. */
  readonly #prepared = new Map<number, PreparedRequest>()
  #stopped = false
  #drainEndsNs = Number.POSITIVE_INFINITY
  connectionsOpened = 0

  constructor(parts: GeneratorParts) {
    this.#parts = parts
    this.#prepareNext()
  }

  /** How late the earliest send is that waits for a free slot; 0 when none does. */
  behindNs(nowNs: number): number {
    const { pacer, counters, maxInFlight } = this.#parts
    return counters.inFlight < maxInFlight ? 0 : Math.max(0, nowNs - pacer.nextDueNs())
  }

  /** Does what is due; returns when it must be called again, or `stopReactor` at the end of the drain. */
  wake(nowNs: number): number {
    this.#expire(nowNs)
    const nextSendNs = this.#sendDue(nowNs)
    if (this.#stopped || this.#parts.pacer.finished(nowNs)) return this.#drain(nowNs)
    // One at a time, so that what arrives meanwhile is read.
    if (this.#prepareNext()) return nowNs
    const { sendingEndsNs } = this.#parts
    const endNs = nowNs < sendingEndsNs ? sendingEndsNs : Number.POSITIVE_INFINITY
    return Math.min(nextSendNs, this.#deadlines.nextNs(), endNs)
  }

  /** Sends no more; what is in flight may end. */
  stop(): void {
    this.#stopped = true
  }

  /** Ends everything in flight now. */
  abort(nowNs: number): void {
    this.#stopped = true
    this.#drainEndsNs = nowNs
    this.#abandonAll('cancelled', 'the run was stopped', nowNs)
  }

  #expire(nowNs: number): void {
    for (;;) {
      const exchange = this.#deadlines.takeExpired(nowNs)
      if (exchange === undefined) return
      const seconds = this.#parts.timeoutNs / 1e9
      exchange.connection?.abandon('timeout', `no end within ${seconds} s (--timeout)`, nowNs)
    }
  }

  /** Sends all that is due and has a slot; returns when the next is due. */
  #sendDue(nowNs: number): number {
    const { pacer, counters, maxInFlight, reactor } = this.#parts
    let atNs = nowNs
    while (!this.#stopped) {
      const dueNs = pacer.nextDueNs()
      if (dueNs > atNs) atNs = reactor.nowNs()
      if (dueNs > atNs) return dueNs
      // A request's end brings the loop round again.
      if (counters.inFlight >= maxInFlight) return Number.POSITIVE_INFINITY
      this.#send(pacer.take(), atNs)
    }
    return Number.POSITIVE_INFINITY
  }

  #send(planned: PlannedSend, nowNs: number): void {
    const request = this.#takePrepared(planned.index)
    const record = this.#takeRecord()
    record.requestId = request.requestId
    record.index = planned.index
    record.stage = planned.stage
    record.phase = planned.phase
    record.query = planned.query
    record.plannedNs = planned.plannedNs
    record.requestedOutputTokens = request.outputTokens ?? null
    record.promptHash = request.bodyHash
    const deadlineNs = nowNs + this.#parts.timeoutNs
    const { bytes } = request
    const exchange: Exchange = { planned, record, bytes, connection: undefined, deadlineNs, over: false }
    this.#parts.counters.sent++
    this.#deadlines.add(exchange)
    this.#startOn(this.#pool.take() ?? this.#open(), exchange)
    this.#openAhead()
  }

  /** At most one for each send, so that a server that refuses connections isn't flooded. */
  #openAhead(): void {
    const { opensAhead, counters, maxInFlight } = this.#parts
    if (opensAhead && this.#pool.isEmpty && counters.inFlight < maxInFlight) this.#pool.give(this.#open())
  }

  #startOn(connection: HttpConnection, exchange: Exchange): void {
    exchange.connection = connection
    connection.start(exchange)
  }

  #open(): HttpConnection {
    this.connectionsOpened++
    const { reactor, endpoint, api, histograms } = this.#parts
    return new HttpConnection(reactor, endpoint, api, histograms, this)
  }

  #takePrepared(index: number): PreparedRequest {
    const prepared = this.#prepared.get(index)
    if (prepared === undefined) this.#prepared.clear()
    else this.#prepared.delete(index)
    return prepared ?? this.#parts.prepare(index)
  }

  /**
   * The next request is made while there is nothing to do, so that its making isn't in the time of its sending, and so are
   * the others of its query. Makes one, and returns whether there are more to make.
   */
  #prepareNext(): boolean {
    const { pacer, querySize, prepare } = this.#parts
    if (this.#prepared.size >= querySize) return false
    const first = pacer.nextIndex()
    if (first === undefined) return false
    if (!this.#prepared.has(first)) this.#prepared.clear()
    const index = first + this.#prepared.size
    this.#prepared.set(index, prepare(index))
    return this.#prepared.size < querySize
  }

  #takeRecord(): RequestRecord {
    const { worker, reactor } = this.#parts
    const record = emptyRecord(this.#spareTimes.pop())
    record.worker = worker
    record.timestampSource = reactor.timestampSource
    return record
  }

  #drain(nowNs: number): number {
    if (this.#parts.counters.inFlight === 0) {
      this.#pool.closeAll()
      return stopReactor
    }
    if (this.#drainEndsNs === Number.POSITIVE_INFINITY) this.#drainEndsNs = nowNs + this.#parts.drainNs
    if (nowNs >= this.#drainEndsNs) {
      this.#abandonAll('censored', 'unfinished at the end of the drain (--drain)', nowNs)
      return nowNs
    }
    return Math.min(this.#drainEndsNs, this.#deadlines.nextNs())
  }

  #abandonAll(status: RequestStatus, message: string, nowNs: number): void {
    for (const exchange of this.#deadlines.remaining()) exchange.connection?.abandon(status, message, nowNs)
  }

  exchangeSent(formerNs: number | null, sentNs: number): void {
    this.#parts.counters.countSent(formerNs, sentNs)
  }

  exchangeEnded(
    connection: HttpConnection,
    exchange: Exchange,
    status: RequestStatus,
    reusable: boolean,
  ): void {
    const { pacer, counters, onRecord } = this.#parts
    const { record } = exchange
    exchange.over = true
    // The queue of deadlines may hold it a good while yet, behind a long one: it needn't hold its bytes.
    exchange.bytes = noBytes
    exchange.connection = undefined
    if (reusable) this.#pool.give(connection)
    counters.countEnd(record)
    pacer.release(
      exchange.planned,
      status === 'connect_error' ? record.endNs + connectBackoffNs : record.endNs,
    )
    onRecord(record)
    if (this.#spareTimes.length < maxSpareTimes) this.#spareTimes.push(record.tokenNs)
  }

  exchangeRefused(exchange: Exchange): void {
    this.#startOn(this.#open(), exchange)
  }

  idleClosed(connection: HttpConnection): void {
    this.#pool.drop(connection)
  }
}
