import type { ProcessFigures } from './process-watch.ts'

/** A worker's own account of itself, sent to the conductor some times a second and once more at its end. */
export interface WorkerFigures extends ProcessFigures {
  readonly worker: number
  readonly atNs: number
  readonly sent: number
  readonly ended: number
  readonly ok: number
  readonly failed: number
  readonly inFlight: number
  /** Sum over all requests of the time from the send to the end, or until now. */
  readonly inFlightAreaNs: number
  readonly tokens: number
  /** How late the earliest send is that waits for a free slot (--max-concurrency); 0 when none does. */
  readonly behindNs: number
  readonly cpuUserUs: number
  readonly cpuSystemUs: number
  readonly rssBytes: number
  /** Longest turn of the loop since the last figures. */
  readonly longestTurnNs: number
  readonly turns: number
  readonly reads: number
  /** Reads that brought at least one token event, and the token events that reads brought. */
  readonly tokenReads: number
  readonly tokenEvents: number
  /** TTFT of requests that got their first token since the last figures: count, sum, max. */
  readonly ttftCount: number
  readonly ttftSumNs: number
  readonly ttftMaxNs: number
  readonly errors: Readonly<Record<string, number>>
}
