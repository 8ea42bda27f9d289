import type { RequestRecord } from '../record/request-record.ts'
import type { LoopFigures } from '../wire/reactor.ts'
import type { ProcessFigures } from './process-watch.ts'
import type { WorkerFigures } from './worker-figures.ts'

/** What others know of a worker's loop and process. */
export interface LoopAccount extends LoopFigures, ProcessFigures {
  readonly tokenReads: number
  readonly tokenEvents: number
}

/** Counts what a worker does, for the live view. */
export class WorkerCounters {
  readonly #worker: number
  readonly #cpuAtStart: NodeJS.CpuUsage = process.cpuUsage()
  readonly #errors: Record<string, number> = {}
  sent = 0
  #ended = 0
  #ok = 0
  #tokens = 0
  #rssBytes = 0
  #ttftCount = 0
  #ttftSumNs = 0
  #ttftMaxNs = 0
  /** Of the requests that were sent and haven't ended: how many, and the sum of their sends, counted from the last taking. */
  #onTheWay = 0
  #onTheWaySentNs = 0
  #takenNs = 0
  /** Of those that have ended: the sum of the times they took. */
  #endedAreaNs = 0

  constructor(worker: number) {
    this.#worker = worker
  }

  get inFlight(): number {
    return this.sent - this.#ended
  }

  /** `formerNs` is when the same request was sent before, which no longer counts. */
  countSent(formerNs: number | null, sentNs: number): void {
    if (formerNs === null) this.#onTheWay++
    this.#onTheWaySentNs += formerNs === null ? sentNs - this.#takenNs : sentNs - formerNs
  }

  countEnd(record: RequestRecord): void {
    this.#ended++
    if (record.sentNs !== null) {
      this.#onTheWay--
      this.#onTheWaySentNs -= record.sentNs - this.#takenNs
      this.#endedAreaNs += record.endNs - record.sentNs
    }
    this.#tokens += record.outputTokens ?? record.tokenEvents
    if (record.status === 'ok') this.#ok++
    else this.#errors[record.status] = (this.#errors[record.status] ?? 0) + 1
    if (record.firstTokenNs === null || record.sentNs === null) return
    const ttftNs = record.firstTokenNs - record.sentNs
    this.#ttftCount++
    this.#ttftSumNs += ttftNs
    if (ttftNs > this.#ttftMaxNs) this.#ttftMaxNs = ttftNs
  }

  /** Reading it takes a descriptor, and running out of those must not end the run: then it is the last one known. */
  #rss(): number {
    try {
      this.#rssBytes = process.memoryUsage.rss()
    } catch {
      // EMFILE: the requests that get no connection say so.
    }
    return this.#rssBytes
  }

  /** Sums of ages rather than of times: those stay whole numbers in doubles however long the run. */
  #inFlightAreaNs(atNs: number): number {
    this.#onTheWaySentNs -= this.#onTheWay * (atNs - this.#takenNs)
    this.#takenNs = atNs
    return this.#endedAreaNs - this.#onTheWaySentNs
  }

  take(atNs: number, behindNs: number, account: LoopAccount): WorkerFigures {
    const cpu = process.cpuUsage(this.#cpuAtStart)
    const figures = {
      worker: this.#worker,
      atNs,
      sent: this.sent,
      ended: this.#ended,
      ok: this.#ok,
      failed: this.#ended - this.#ok,
      inFlight: this.inFlight,
      inFlightAreaNs: this.#inFlightAreaNs(atNs),
      tokens: this.#tokens,
      behindNs,
      cpuUserUs: cpu.user,
      cpuSystemUs: cpu.system,
      rssBytes: this.#rss(),
      ...account,
      ttftCount: this.#ttftCount,
      ttftSumNs: this.#ttftSumNs,
      ttftMaxNs: this.#ttftMaxNs,
      errors: { ...this.#errors },
    }
    this.#ttftCount = 0
    this.#ttftSumNs = 0
    this.#ttftMaxNs = 0
    return figures
  }
}
