/** How gaps between sends are drawn. `burstiness` is the gaps' squared coefficient of variation's inverse (gamma's shape). */
export type ArrivalKind = 'constant' | 'poisson' | 'gamma'

/** A stretch of time with one kind of load. Start and end differ in a ramp, which is linear in time. */
export type LoadStage = OpenStage | ClosedStage | UnpacedStage

/** Sends come at their own times, whatever becomes of the requests before them. */
export interface OpenStage {
  readonly kind: 'open'
  readonly arrival: ArrivalKind
  /** Gamma's shape: 1 is Poisson, below 1 is burstier, above 1 more even (as in vLLM's --burstiness). */
  readonly burstiness: number
  readonly startRatePerSecond: number
  readonly endRatePerSecond: number
  /** Infinity for the last stage of a run that ends by its number of requests. */
  readonly durationNs: number
}

/** As many queries in flight as there are slots; the end of one brings the next. */
export interface ClosedStage {
  readonly kind: 'closed'
  readonly startConcurrency: number
  readonly endConcurrency: number
  /** Requests of a query: sent together, and over when all of them have ended. */
  readonly querySize: number
  /** Time from a query's end to the next planned send of its slot. */
  readonly thinkTimeNs: number
  readonly durationNs: number
}

/** As fast as possible: every send is due at the stage's start; `LoadPlan.maxConcurrency` is what holds it. */
export interface UnpacedStage {
  readonly kind: 'unpaced'
  readonly durationNs: number
}

/** When to send, over all workers. Sends planned before `warmupNs` are the warm-up; those after it are measured. */
export interface LoadPlan {
  readonly seed: number
  /** The first stage lasts `warmupNs` longer than it says: warm-up is at its starting load. */
  readonly stages: readonly LoadStage[]
  readonly warmupNs: number
  /** Number of measured requests after which sending stops; Infinity when the stages' durations end the run. */
  readonly requests: number
  /** Open loop and unpaced: most requests in flight; a send beyond it waits, keeps its planned time, and is late. */
  readonly maxConcurrency: number
}

export interface PlannedSend {
  /**
   * Position in the whole plan; no two sends of a run have the same, whatever the number of workers. 0, 1, 2 … unless
   * stages of different kinds follow each other (stage-span.ts).
   */
  readonly index: number
  /** ns since the run's epoch; never moved. */
  readonly plannedNs: number
  readonly stage: number
  readonly phase: 'warmup' | 'measure'
  /** Of a query of several requests: its position in the plan, as `index`; null of a request that is alone. */
  readonly query: number | null
}

/**
 * One worker's share of a load plan. A pure function of the plan, the shard, and the ends given to `release`: it reads
 * no clock.
 */
export interface Pacer {
  /** When the next send is due; Infinity when none is before a request in flight ends, or when finished. */
  nextDueNs(): number
  /** Whether no send will be due any more, whichever requests in flight end from now on. */
  finished(nowNs: number): boolean
  /**
   * Index of the send that comes next, as far as can be told, so that its content can be made before it is due. What
   * `take` gives counts. Undefined when none is left.
   */
  nextIndex(): number | undefined
  /** Takes the next send. Call only when nextDueNs() is finite. */
  take(): PlannedSend
  /** A request that was taken ended, however it ended. Call exactly once for each send taken. */
  release(send: PlannedSend, nowNs: number): void
}

/** Which worker of how many: `worker` counts from 0. */
export interface Shard {
  readonly worker: number
  readonly workers: number
}
