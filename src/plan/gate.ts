import {
  type ObjectiveMetric,
  objectiveLatencies,
  objectiveRates,
  objectiveShares,
  queryLatency,
} from './objective.ts'

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

/** The section `gate` of a plan: what `tare gate` holds a run to. */
export interface GatePlan {
  /** Runs, or a label, branch or window of the history; null: the command line says. */
  readonly baseline: string | null
  /** As they were given; `parseGates` reads them. */
  readonly maxRegression: readonly string[]
  /** Null: warn on a pull request, else fail. */
  readonly inconclusive: InconclusivePolicy | null
  readonly missingBaseline: MissingBaselinePolicy
}

/** Figures of a latency that a run keeps, so that another can be compared with it. */
export const gatedStatistics = ['mean', 'p50', 'p90', 'p95', 'p99', 'p99.9'] as const

export const gatedLatencies: readonly ObjectiveMetric[] = [...objectiveLatencies, queryLatency]
export const gatedRates: readonly string[] = [...objectiveRates, 'queries_per_s']

/** Names of all that a gate may be on: those of `comparedMetrics`, which a test holds beside these. */
export const gatedMetrics: readonly string[] = [
  ...gatedRates,
  ...gatedLatencies.flatMap((latency) => gatedStatistics.map((statistic) => `${latency}.${statistic}`)),
  ...objectiveShares,
]
