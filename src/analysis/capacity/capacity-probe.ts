/** Along what the largest load is sought: requests a second of an open loop, or requests in flight of a closed one. */
export type CapacityAxis = 'rate' | 'concurrency'

/** A run that is to be made: at this load, for so long, with this seed. */
export interface ProbeOrder {
  readonly phase: 'bracket' | 'refine' | 'confirm'
  readonly axis: CapacityAxis
  /** Requests a second, or a whole number of requests in flight. */
  readonly load: number
  /** What is measured, without warm-up and drain. */
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
  /** What the run took of the budget: warm-up and drain too, less where it was cut short. */
  readonly spentSeconds: number
  /** Requests in flight grew: at this rate latency has no steady state. */
  readonly overloaded: boolean
  /** The verdict on the measurement; an INVALID run decides nothing. */
  readonly invalid: boolean
  /** In the order of the objectives, the same in every run; may be empty for a run that is overloaded or invalid. */
  readonly objectives: readonly ObjectiveEvidence[]
}

export type ProbeVerdict = 'holds' | 'fails' | 'undecided'
