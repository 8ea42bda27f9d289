import type { BackgroundFigures } from './background/background-figures.ts'
import type { ScaleStormFigures } from './scale-storm/scale-storm-figures.ts'
import type { ServerFigures } from './server/server-summary.ts'

/** The shape of summary.json (schema/summary.schema.json). Snake case with units, as all artifacts. */
export interface Distribution {
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly min: number | null
  readonly p50: number | null
  readonly p90: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly p99_9: number | null
  readonly max: number | null
}

/** The figures of a distribution that have an interval or are refused. */
export type FigureName = 'mean' | 'p50' | 'p90' | 'p95' | 'p99' | 'p99_9'

/** What a figure of a sample is worth. Figures are in the unit of their distribution. */
export interface Resolution {
  /** 95 % interval within this run, allowing for dependence; null: not resolvable, and then the figure is null too. */
  readonly ci95: readonly [low: number, high: number] | null
  /** By how much dependence between requests inflates the variance behind the figure, at least 1. */
  readonly vif: number | null
  /** The most by which the instrument can have put the figure wrong; null when the figure is, or when that isn't known. */
  readonly instrument_error: number | null
  /** About how many more requests would resolve it; null when it is resolved, or when nothing was measured. */
  readonly needs_requests: number | null
  /** … and how long those take at the rate at which requests were completed. */
  readonly needs_s: number | null
  /**
   * What this run's sample has where the figure is null, though there are values enough for one if they were independent. Chance of this
   * run for the most part: it is worth something among those of other runs, whose differences are its error.
   */
  readonly unresolved_value: number | null
}

/** A distribution that is a sample of what the server does, not a census of what was done to it. */
export interface SampledDistribution extends Distribution {
  readonly resolution: Readonly<Record<FigureName, Resolution>>
}

/** A 95 % interval, or null where the run is too short for one: then the number is null too. */
export type Ci95 = readonly [low: number, high: number] | null

export type CheckStatus = 'ok' | 'suspect' | 'invalid' | 'not_applicable'

/** What one check of trust/checks found. */
export interface CheckResult {
  readonly id: string
  readonly status: CheckStatus
  /** What was seen, in the unit that the message names. */
  readonly statistic: number | null
  /** The threshold that was crossed, or else the nearest one that wasn't. */
  readonly threshold: number | null
  /** How many observations the statistic is of. */
  readonly n: number | null
  /** Names of the metrics whose numbers it touches; '*' for all. */
  readonly affects: readonly string[]
  /** What was seen, in a sentence without its full stop. */
  readonly message: string
  /** What to change; null when nothing need be. */
  readonly remedy: string | null
}

export interface Verdict {
  readonly status: 'VALID' | 'SUSPECT' | 'INVALID'
  readonly checks: readonly CheckResult[]
}

/**
 * `met` or `missed` where the run says so with 95 % confidence, else `undecided`. `no_data`: the metric wasn't measured, which is no
 * better than missed. `in_goodput`: asked of each request, and an objective on goodput says how many of them must meet it.
 */
export type ObjectiveStatus = 'met' | 'missed' | 'undecided' | 'no_data' | 'in_goodput'

/** How much lies on the wrong side of an objective's limit, of how much may: 0.01 for a p99. */
export interface BeyondLimit {
  readonly share: number
  readonly ci95: Ci95
  readonly allowed: number
}

/** What a run says of one objective. */
export interface ObjectiveResult {
  /** As it was given: `ttft.p99 < 300ms`. */
  readonly objective: string
  readonly metric: string
  /** The figure that the objective is about; null when the run is too short for it. */
  readonly value: number | null
  readonly ci95: Ci95
  readonly unit: 'ms' | 'share' | 'per_s'
  readonly limit: number
  readonly status: ObjectiveStatus
  /** Null of means and rates, which are no shares of anything. */
  readonly beyond: BeyondLimit | null
  /** How many observations it is of. */
  readonly n: number
}

/** Requests that meet every objective that is asked of each, among all measured ones. */
export interface Goodput {
  readonly share: number | null
  readonly share_ci95: Ci95
  readonly requests_per_s: number | null
  readonly requests_per_s_ci95: Ci95
}

/** What became of queries of several requests each, sent together and over when all of them are. */
export interface QueryFigures {
  /** Requests of a query. */
  readonly size: number
  /** Measured queries of which every request has a record: ok + failed. */
  readonly n: number
  readonly ok: number
  /** Those with a request that failed. */
  readonly failed: number
  /** Those not sent, or not recorded, whole: of a run that was cut short. */
  readonly incomplete: number
  readonly queries_per_s: number | null
  readonly queries_per_s_ci95: Ci95
  /** Of ok queries. */
  readonly latency_ms: SampledDistribution
}

/** What `tare calibrate` has to say about a run like this one on this machine. */
export interface CalibrationCitation {
  readonly state: 'inside' | 'outside' | 'none'
  /** Of the smallest calibrated load that is at least this one; null unless inside. */
  readonly error_us: { readonly p50: number; readonly p99: number; readonly p99_9: number } | null
  readonly calibrated_at: string | null
  /** One line for people: `inside the calibrated envelope: ≤ 38 µs at p99.9`. */
  readonly message: string
}

/** All of a summary but its verdict, which is given on these. */
export type Measurements = Omit<Summary, 'verdict'>

export interface Summary {
  readonly schema: 'tare.summary/1'
  readonly verdict: Verdict
  readonly tare_version: string
  readonly run_id: string
  readonly label: string | null
  /** Nanoseconds since 1970, as a string: it doesn't fit a double. */
  readonly epoch_unix_ns: string
  readonly started_at: string
  /** 'complete', or 'interrupted' (Ctrl-C), or 'recovered' (tare recover). */
  readonly state: 'complete' | 'interrupted' | 'recovered'
  readonly target: {
    readonly url: string | null
    readonly api: string
    readonly model: string
    readonly stream: boolean
  }
  readonly load: {
    /** 'open', 'closed', 'unpaced' or 'mixed'. */
    readonly model: string
    readonly arrival: string | null
    readonly concurrency: number | null
    /** Measured requests that the plan had; more than were sent only when the run was interrupted. */
    readonly planned: number
    /** Measured requests that were attempted, whatever their end: ok + failed. */
    readonly sent: number
    readonly ok: number
    readonly failed: number
    readonly requested_rate_per_s: number | null
    readonly achieved_rate_per_s: number | null
    readonly lateness_ms: Distribution
    readonly in_flight_mean: number
    readonly in_flight_mean_ci95: Ci95
    readonly in_flight_max: number
  }
  readonly window: {
    readonly kind: 'duration' | 'requests'
    readonly start_ns: number
    readonly end_ns: number
    readonly warmup_requests: number
  }
  readonly latency_ms: {
    readonly ttft: SampledDistribution
    readonly ttfat: SampledDistribution
    readonly itl: SampledDistribution
    readonly tpot: SampledDistribution
    readonly ntpot: SampledDistribution
    readonly e2e: SampledDistribution
    readonly ttft_from_plan: SampledDistribution
    readonly e2e_from_plan: SampledDistribution
  }
  /** Null where each request is alone (load.query_size 1). */
  readonly queries: QueryFigures | null
  readonly throughput: {
    readonly requests_per_s: number | null
    readonly output_tokens_per_s: number | null
    readonly input_tokens_per_s: number | null
    readonly total_tokens_per_s: number | null
    readonly ci95: {
      readonly requests_per_s: Ci95
      readonly output_tokens_per_s: Ci95
      readonly input_tokens_per_s: Ci95
      readonly total_tokens_per_s: Ci95
    }
  }
  /** Null without an objective on goodput or on each request. */
  readonly goodput: Goodput | null
  readonly objectives: readonly ObjectiveResult[]
  readonly tokens: {
    readonly input: Distribution
    readonly output: Distribution
    readonly reasoning_total: number
    readonly cached_total: number
    /** Requests whose token count came from usage, from counted events, or from neither. */
    readonly source: { readonly usage: number; readonly events: number; readonly none: number }
    /** Output tokens per token-bearing event, per request: 1 unless the server puts several tokens in an event. */
    readonly per_event: Distribution
  }
  readonly network: {
    readonly rtt_us: Distribution
    readonly retransmits: number
    readonly connections_opened: number
    readonly connect_ms: Distribution
    /** Measured requests sent again, on a new connection: the server had closed the kept one. */
    readonly requests_resent: number
    /** Of the measured requests; null when there are none. */
    readonly resent_share: number | null
  }
  /** What the server said of itself; null where it wasn't asked (`measure.scrape`). */
  readonly server: ServerFigures | null
  /** What the load that ran beside the measured one did; null without one. */
  readonly background: BackgroundFigures | null
  /** What changing the server's workers under this load did; null where they weren't. */
  readonly scale_storm: ScaleStormFigures | null
  readonly instrument: {
    readonly timestamp_source: string
    readonly workers: number
    /** Per read: observed by the process − arrived in the kernel. What a user-space clock would have added. */
    readonly read_delay_us: Distribution
    /** Per token event, or per ok reply in one piece: the most by which its arrival time can be late. */
    readonly error_bound_us: Distribution
    /** How many of these have a bound above each of some sizes; never too few. */
    readonly error_bound_beyond: readonly { readonly bound_us: number; readonly tokens: number }[]
    readonly cpu_s: number
    readonly cpu_us_per_token: number | null
    readonly max_rss_bytes: number
    readonly calibration: CalibrationCitation
  }
  readonly errors: Readonly<Record<string, number>>
  /** The commonest messages of failed requests, most frequent first, at most ten. */
  readonly error_messages: readonly {
    readonly kind: string
    readonly message: string
    readonly count: number
  }[]
}
