/** Metrics an objective may be about: latencies in ms, shares of one, rates a second. */
export const objectiveLatencies = [
  'ttft',
  'ttfat',
  'itl',
  'tpot',
  'ntpot',
  'e2e',
  'ttft_from_plan',
  'e2e_from_plan',
] as const
/** Of queries of several requests: no request has one, so goodput doesn't count it. */
export const queryLatency = 'query'
export const objectiveShares = ['goodput', 'error_rate'] as const
export const objectiveRates = ['requests_per_s', 'output_tokens_per_s', 'total_tokens_per_s'] as const

export type ObjectiveMetric =
  | (typeof objectiveLatencies)[number]
  | typeof queryLatency
  | (typeof objectiveShares)[number]
  | (typeof objectiveRates)[number]

/** What only the events of a reply show. */
export const streamedMetrics: readonly ObjectiveMetric[] = ['ttft', 'ttfat', 'itl', 'tpot', 'ttft_from_plan']

/**
 * What a run must reach. Without a statistic a latency's objective is asked of every request (of every gap's mean, for itl):
 * goodput is the share of all requests that meet all of those.
 */
export interface Objective {
  /** As given: `ttft.p99 < 300ms`. */
  readonly text: string
  readonly metric: ObjectiveMetric
  readonly statistic: 'each' | 'mean' | 'max' | 'value' | { readonly quantile: number }
  readonly comparison: '<' | '<=' | '>' | '>='
  /** ms for latencies, a share for goodput and error_rate, per second for rates. */
  readonly limit: number
}

/** What an objective's metric is: it decides the unit of its limit, and which side of it is the good one. */
export function objectiveKind(metric: ObjectiveMetric): 'latency' | 'share' | 'rate' {
  if (metric === queryLatency || objectiveLatencies.some((name) => name === metric)) return 'latency'
  return objectiveShares.some((name) => name === metric) ? 'share' : 'rate'
}
