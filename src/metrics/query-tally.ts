import { Float64List } from '../record/float64-list.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { rankDependence } from '../statistics/ordered-sample.ts'
import { completedNs } from './definitions/e2e.ts'
import { errorMs } from './definitions/error-ms.ts'
import { LatencySample } from './latency-sample.ts'
import { type MeasuredWindow, windowSeconds } from './measured-window.ts'
import type { LatencyOfRequests } from './objectives/request-values.ts'
import type { QuantileFigure } from './quantile-figure.ts'
import { rateFigure } from './rate-figure.ts'
import { sendOrder } from './send-order.ts'
import type { QueryFigures } from './summary.ts'
import { TimeSlices } from './time-slices.ts'

/** Of fewer there is no rate, as in `throughput`. */
const fewestQueries = 10

/** What is known of a query of which some records were shown. */
interface PartOfQuery {
  records: number
  failed: boolean
  sentNs: number
  completedNs: number
  endNs: number
  /** The most by which a reply's arrival can be late, and a send early, ms; null where a record doesn't say. */
  arrivalErrorMs: number | null
  sendErrorMs: number | null
}

/**
 * Puts queries together from their requests, in any order. A query is whole when `size` records of it were shown; what is
 * left is of a run that was stopped while a query was being sent, or that died, and is neither ok nor failed.
 */
export class QueryTally {
  readonly #size: number
  readonly #parts = new Map<number, PartOfQuery>()
  /** Of each measured query: its latency, +∞ when it failed. */
  readonly #latencyMs = new Float64List()
  readonly #sentNs = new Float64List()
  readonly #number = new Float64List()
  readonly #ok = new LatencySample()
  readonly #okSentNs = new Float64List()
  readonly #okNumber = new Float64List()
  /** Ends of ok queries, warm-up too: what ends inside the window counts in its rate. */
  readonly #okEndNs = new Float64List()
  #incomplete = 0
  #okRequests = 0

  /** `size`: requests of a query; 1 where each is alone, and nothing is counted. */
  constructor(size: number) {
    this.#size = size
  }

  add(record: RequestRecord): void {
    if (record.query === null) return
    const part = this.#parts.get(record.query) ?? emptyPart()
    part.records++
    part.failed ||= record.status !== 'ok'
    part.sentNs = Math.min(part.sentNs, record.sentNs ?? record.plannedNs)
    part.completedNs = Math.max(part.completedNs, completedNs(record))
    part.endNs = Math.max(part.endNs, record.endNs)
    part.arrivalErrorMs = larger(part.arrivalErrorMs, errorMs(record.lastTokenErrorBoundNs))
    part.sendErrorMs = larger(part.sendErrorMs, errorMs(record.sendErrorBoundNs))
    if (record.phase === 'measure') {
      if (part.records === 1) this.#incomplete++
      if (record.status === 'ok') this.#okRequests++
    }
    if (part.records < this.#size) {
      this.#parts.set(record.query, part)
      return
    }
    this.#parts.delete(record.query)
    if (!part.failed) this.#okEndNs.push(part.endNs)
    if (record.phase === 'measure') this.#addWhole(record.query, part)
  }

  #addWhole(number: number, part: PartOfQuery): void {
    this.#incomplete--
    const { failed, sentNs, arrivalErrorMs, sendErrorMs } = part
    const latencyMs = (part.completedNs - sentNs) / 1e6
    this.#latencyMs.push(failed ? Number.POSITIVE_INFINITY : latencyMs)
    this.#sentNs.push(sentNs)
    this.#number.push(number)
    if (failed) return
    const known = arrivalErrorMs !== null && sendErrorMs !== null
    this.#ok.push(latencyMs, known ? arrivalErrorMs + sendErrorMs : null)
    this.#okSentNs.push(sentNs)
    this.#okNumber.push(number)
  }

  /** The latency of all measured queries, for objectives. */
  latency(): LatencyOfRequests {
    const order = sendOrder(this.#sentNs.values(), this.#number.values())
    const latencies = this.#latencyMs.values()
    const values = Float64Array.from(order, (position) => latencies[position]!)
    const dependence = values.length > 0 ? rankDependence(values, values.slice().sort()) : 1
    return { values, dependence, measured: values.some((value) => Number.isFinite(value)) }
  }

  /** Null where each request is alone. */
  figures(window: MeasuredWindow, requestsPerSecond: number): QueryFigures | null {
    if (this.#size === 1) return null
    const order = sendOrder(this.#okSentNs.values(), this.#okNumber.values())
    const n = this.#latencyMs.length
    const { rate, ci95 } = this.#rate(window)
    const requestsEach = this.#okRequests / order.length
    return {
      size: this.#size,
      n,
      ok: order.length,
      failed: n - order.length,
      incomplete: this.#incomplete,
      queries_per_s: rate,
      queries_per_s_ci95: ci95,
      latency_ms: this.#ok.distribution(order, requestsPerSecond, requestsEach),
    }
  }

  /** Of ok queries' latency, each with its interval. */
  quantiles(probabilities: readonly number[]): readonly QuantileFigure[] {
    const order = sendOrder(this.#okSentNs.values(), this.#okNumber.values())
    return this.#ok.quantiles(order, probabilities)
  }

  #rate(window: MeasuredWindow): ReturnType<typeof rateFigure> {
    const slices = new TimeSlices(window.startNs, window.endNs)
    let ended = 0
    for (const endNs of this.#okEndNs.values()) {
      if (endNs < window.startNs || endNs > window.endNs) continue
      ended++
      slices.add(endNs, 1)
    }
    return rateFigure(slices.amounts, ended < fewestQueries ? 0 : windowSeconds(window))
  }
}

function emptyPart(): PartOfQuery {
  const ends = { completedNs: Number.NEGATIVE_INFINITY, endNs: Number.NEGATIVE_INFINITY }
  const none = { records: 0, failed: false, arrivalErrorMs: 0, sendErrorMs: 0 }
  return { ...none, sentNs: Number.POSITIVE_INFINITY, ...ends }
}

function larger(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b)
}
