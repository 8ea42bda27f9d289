import type { RequestRecord } from '../record/request-record.ts'
import type { LoopFigures } from '../wire/reactor.ts'
import type { WorkerFigures } from './worker-figures.ts'

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

  constructor(worker: number) {
    this.#worker = worker
  }

  get inFlight(): number {
    return this.sent - this.#ended
  }

  countEnd(record: RequestRecord): void {
    this.#ended++
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

  take(atNs: number, behindNs: number, loop: LoopFigures): WorkerFigures {
    const cpu = process.cpuUsage(this.#cpuAtStart)
    const figures = {
      worker: this.#worker,
      atNs,
      sent: this.sent,
      ended: this.#ended,
      ok: this.#ok,
      failed: this.#ended - this.#ok,
      inFlight: this.inFlight,
      tokens: this.#tokens,
      behindNs,
      cpuUserUs: cpu.user,
      cpuSystemUs: cpu.system,
      rssBytes: this.#rss(),
      ...loop,
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
