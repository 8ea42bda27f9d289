/** A run that is to be made: at this rate, for so long, with this seed. */
export interface ProbeOrder {
  readonly phase: 'bracket' | 'refine' | 'confirm'
  readonly ratePerSecond: number
  readonly durationSeconds: number
  readonly seed: number
}

/** What a run says of one objective. */
export interface ObjectiveEvidence {
  /** Share of the observations beyond the limit, and 95 % interval of it. */
  readonly beyond: number
  readonly ci95: readonly [low: number, high: number] | null
  /** The share that may be beyond: 0.01 for a p99. */
  readonly allowed: number
}

/** What came of it. */
export interface ProbeResult {
  readonly order: ProbeOrder
  /** Requests in flight grew: at this rate latency has no steady state. */
  readonly overloaded: boolean
  /** The verdict on the measurement; an INVALID run decides nothing. */
  readonly invalid: boolean
  readonly objectives: readonly ObjectiveEvidence[]
}

export type ProbeVerdict = 'holds' | 'fails' | 'undecided'
