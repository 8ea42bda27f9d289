/** The distribution of a time that customers of a queue spend, in the steady state. */
export interface TimeLaw {
  readonly meanSeconds: number
  /** P(time ≤ seconds). */
  readonly cdf: (seconds: number) => number
  /** The least time with a cdf of at least p, in seconds. Throws RangeError unless 0 ≤ p < 1. */
  readonly quantile: (p: number) => number
}

/** What is known of a queue in closed form. */
export interface QueueLaws {
  /** ρ: the share of its servers' time that is asked for. */
  readonly utilization: number
  /** From arrival to the start of service. */
  readonly waiting: TimeLaw
  /** From arrival to the end of service. */
  readonly response: TimeLaw
}

/** Of a queue at ρ ≥ 1, which has no steady state: the longer it runs, the longer they wait. */
export const unbounded: TimeLaw = {
  meanSeconds: Number.POSITIVE_INFINITY,
  cdf: () => 0,
  quantile: () => Number.POSITIVE_INFINITY,
}
