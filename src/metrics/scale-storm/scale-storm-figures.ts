/** What a scale storm did to the server and to requests (schema/summary.schema.json). */
export interface ScaleStormFigures {
  readonly every_s: number
  /** Numbers of workers, asked for in turn. */
  readonly workers: readonly number[]
  /** Changes asked for: settled + failed + unfinished. */
  readonly changes: number
  readonly settled: number
  readonly failed: number
  readonly unfinished: number
  /** Turns that were left out because the change before still went on. */
  readonly skipped: number
  /** By what was asked for. */
  readonly to: readonly ChangesTo[]
  /** Messages of changes that failed, most frequent first. */
  readonly errors: readonly { readonly message: string; readonly count: number }[]
  readonly changing: StormShare
  readonly otherwise: StormShare
}

export interface ChangesTo {
  readonly workers: number
  readonly changes: number
  readonly failed: number
  /** From asking to the server's answer, and until the workers were ready, of changes that settled; null without any. */
  readonly answered_ms: Durations | null
  readonly settled_ms: Durations | null
}

/** A 95 % interval; null where there are too few requests for one. */
type Bounds95 = readonly [low: number, high: number] | null

export interface Durations {
  readonly min: number
  readonly median: number
  readonly max: number
}

/** Requests that ended in some part of the measured window. */
export interface StormRequests {
  readonly time_s: number
  readonly ended: number
  readonly failed: number
  readonly error_rate: number | null
  readonly error_rate_ci95: Bounds95
  /** Of ok requests; null where there are too few for an interval. */
  readonly e2e_from_plan_ms: {
    readonly p50: number | null
    readonly p50_ci95: Bounds95
    readonly p95: number | null
    readonly p95_ci95: Bounds95
  }
}

/** All of a part, and by the workers that were asked for, or that there were. */
export interface StormShare extends StormRequests {
  readonly by_workers: readonly (StormRequests & { readonly workers: number })[]
}
