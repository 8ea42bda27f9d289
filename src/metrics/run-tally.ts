import { Float64List } from '../record/float64-list.ts'
import { type RequestRecord, type TokenSource, timestampSources } from '../record/request-record.ts'
import { ErrorTable } from './error-table.ts'
import { type InFlight, inFlight } from './in-flight.ts'
import type { MeasuredWindow, RecordedSpan } from './measured-window.ts'

/** Counts and times of a run that don't depend on the measured window. */
export class RunTally {
  readonly errors: ErrorTable = new ErrorTable()
  readonly tokenSources: Record<TokenSource, number> = { usage: 0, events: 0, none: 0 }
  records = 0
  warmup = 0
  measured = 0
  measuredSent = 0
  measuredOk = 0
  tokenEvents = 0
  reasoningTokens = 0
  cachedTokens = 0
  retransmits = 0
  /** Measured requests that were sent more than once. */
  resent = 0
  connections = 0
  firstMeasuredSendNs: number = Number.POSITIVE_INFINITY
  lastMeasuredSendNs: number = Number.NEGATIVE_INFINITY
  #lastMeasuredEndNs = Number.NEGATIVE_INFINITY
  #lastEndNs = Number.NEGATIVE_INFINITY
  #weakestSource = -1
  readonly #sentNs = new Float64List()
  readonly #endNs = new Float64List()

  add(record: RequestRecord): void {
    this.records++
    this.tokenEvents += record.tokenEvents
    if (record.connectedNs !== null) this.connections++
    this.#weakestSource = Math.max(this.#weakestSource, timestampSources.indexOf(record.timestampSource))
    this.#lastEndNs = Math.max(this.#lastEndNs, record.endNs)
    if (record.sentNs !== null) {
      this.#sentNs.push(record.sentNs)
      this.#endNs.push(record.endNs)
    }
    if (record.phase === 'measure') this.#addMeasured(record)
    else this.warmup++
  }

  #addMeasured(record: RequestRecord): void {
    this.measured++
    this.tokenSources[record.tokenSource]++
    this.reasoningTokens += record.reasoningTokens ?? 0
    this.cachedTokens += record.cachedTokens ?? 0
    this.retransmits += record.retransmits ?? 0
    if (record.attempts > 1) this.resent++
    this.#lastMeasuredEndNs = Math.max(this.#lastMeasuredEndNs, record.endNs)
    if (record.sentNs !== null) {
      this.measuredSent++
      this.firstMeasuredSendNs = Math.min(this.firstMeasuredSendNs, record.sentNs)
      this.lastMeasuredSendNs = Math.max(this.lastMeasuredSendNs, record.sentNs)
    }
    if (record.status === 'ok') this.measuredOk++
    else this.errors.add(record)
  }

  span(): RecordedSpan {
    return {
      firstMeasuredSendNs: this.firstMeasuredSendNs,
      lastMeasuredEndNs: this.#lastMeasuredEndNs,
      lastEndNs: this.#lastEndNs,
    }
  }

  /** Of all requests that were sent, warm-up included. Call once: it sorts what it is made from. */
  inFlight(window: MeasuredWindow, atRandom: boolean): InFlight {
    return inFlight(this.#sentNs.values(), this.#endNs.values(), window, atRandom)
  }

  /** The least accurate way in which any record's arrivals were stamped. */
  timestampSource(): string {
    return timestampSources[this.#weakestSource] ?? 'none'
  }
}
