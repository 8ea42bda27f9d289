/** A worker's own account of itself, sent to the conductor some times a second and once more at its end. */
export interface WorkerFigures {
  readonly worker: number
  readonly atNs: number
  readonly sent: number
  readonly ended: number
  readonly ok: number
  readonly failed: number
  readonly inFlight: number
  readonly tokens: number
  /** Sends whose planned time has passed and that are still waiting for a free slot (--max-concurrency). */
  readonly overdue: number
  readonly cpuUserUs: number
  readonly cpuSystemUs: number
  readonly rssBytes: number
  /** Longest turn of the loop since the last figures. */
  readonly longestTurnNs: number
  readonly turns: number
  readonly reads: number
  /** TTFT of requests that got their first token since the last figures: count, sum, max. */
  readonly ttftCount: number
  readonly ttftSumNs: number
  readonly ttftMaxNs: number
  readonly errors: Readonly<Record<string, number>>
}
