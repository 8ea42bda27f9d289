/** How much worse than the baseline a metric may be. */
export interface RegressionGate {
  /** As given: `ttft.p99 5%`. */
  readonly text: string
  /** As comparisons spell it: `ttft.p99`, `output_tokens_per_s`, `error_rate`. */
  readonly metric: string
  /** A share of the baseline (`5%`: 0.05); of goodput and error_rate, points (`0.5pp`: 0.005). */
  readonly margin: number
}

export const inconclusivePolicies = ['fail', 'warn', 'pass'] as const
export type InconclusivePolicy = (typeof inconclusivePolicies)[number]

export const missingBaselinePolicies = ['fail', 'seed', 'warn'] as const
export type MissingBaselinePolicy = (typeof missingBaselinePolicies)[number]
