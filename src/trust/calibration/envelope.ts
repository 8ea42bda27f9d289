/** How the token events of concurrent streams lie to each other: each by its own clock, or all in one step. */
export const burstinesses = ['own-phases', 'stepping'] as const
export type Burstiness = (typeof burstinesses)[number]

/** How wrong times were, in µs. */
export interface ErrorQuantiles {
  readonly p50: number
  readonly p99: number
  readonly p99_9: number
  readonly max: number
}

/** What an envelope holds for: another machine, kernel, Node or Tare is another instrument. */
export interface EnvelopeKey {
  /** A hash that tells machines apart without naming them (environment.json: host.id). */
  readonly host_id: string
  readonly cpu_model: string | null
  /** Cores that the process may run on. */
  readonly cores: number
  readonly kernel: string
  readonly node: string
  readonly tare_version: string
  readonly transport: 'kernel' | 'portable'
}

/** What a load has to keep to be inside. */
export interface EnvelopeCriterion {
  /** Most error of the recorded times, 99.9th percentile. */
  readonly error_p99_9_us: number
  /** A worker must use less than so much of a core. */
  readonly client_cpu_cores: number
}

/**
 * 'ok' kept the criterion. 'client' didn't. 'sender': the simulator was so slow in handing tokens over that the error
 * can't be told from its own. 'repeated' failed and was measured again, and that counts: a machine is disturbed at times.
 */
export type PointOutcome = 'ok' | 'client' | 'sender' | 'repeated'

/** One load, measured for some seconds against the simulator's truth log. */
export interface CalibrationPoint {
  readonly workers: number
  /** Requests in flight. */
  readonly streams: number
  readonly burstiness: Burstiness
  /** Mean length of a reply. */
  readonly reply_tokens: number
  /** What the simulator was asked for. One token, one event. */
  readonly asked_tokens_per_s: number
  /** Achieved. */
  readonly tokens_per_s: number
  readonly requests_per_s: number
  /** Tokens that the errors are of. */
  readonly tokens: number
  /** Recorded − the sender's clock right before its write, so the write itself is in it. Null without kernel stamps. */
  readonly kernel_error_us: ErrorQuantiles | null
  /** The same of the process's own stamps of the same reads. */
  readonly user_error_us: ErrorQuantiles
  /** The simulator's own: write − due. In none of the errors. */
  readonly simulator_lateness_us: ErrorQuantiles
  /** Mean of the workers. */
  readonly client_cpu_cores: number
  /** Whether the simulator couldn't keep up: what arrived was less, or less regular, than was asked. */
  readonly sender_limited: boolean
  readonly outcome: PointOutcome
  /** Why it isn't ok, or how it was limited by the sender. */
  readonly reason: string | null
}

/**
 * What ended the search for a limit: the client ('client'), or something else, and then the limit is "at least": the
 * simulator ('sender'), the time ('time'), the largest load that is tried ('range').
 */
export type LimitedBy = 'client' | 'sender' | 'time' | 'range'

/** The largest loads that kept the criterion; null when none did. */
export interface EnvelopeLimit {
  readonly workers: number
  readonly burstiness: Burstiness
  readonly tokens_per_s: number | null
  readonly streams: number | null
  readonly tokens_limited_by: LimitedBy
  readonly requests_per_s: number | null
  readonly requests_limited_by: LimitedBy
}

/** What one machine's instrument can measure, and with what error: the file that `tare calibrate` keeps. */
export interface Envelope {
  readonly schema: 'tare.envelope/1'
  readonly key: EnvelopeKey
  readonly calibrated_at: string
  /** From `--quick`: fewer loads, measured more briefly. */
  readonly quick: boolean
  readonly criterion: EnvelopeCriterion
  readonly points: readonly CalibrationPoint[]
  readonly limits: readonly EnvelopeLimit[]
}

/** Errors of the times that a run records: the kernel's stamps where there are any. */
export function recordedErrorUs(point: CalibrationPoint): ErrorQuantiles {
  return point.kernel_error_us ?? point.user_error_us
}
