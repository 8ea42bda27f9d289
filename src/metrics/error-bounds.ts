import type { LogHistogram } from '../statistics/log-histogram.ts'
import { distributionOfHistogramUs } from './distribution.ts'
import type { Distribution, Summary } from './summary.ts'

/** The bounds on the errors of single token events, us. */
export interface ErrorBounds extends Distribution {
  readonly beyond: Summary['instrument']['error_bound_beyond']
}

/** What counts of late tokens are given at, us. */
const stepsUs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5] as const

/** The bounds on the errors of single tokens, from a histogram of nanoseconds. */
export function errorBoundsUs(histogramNs: LogHistogram): ErrorBounds {
  const beyond = stepsUs.map((boundUs) => ({
    bound_us: boundUs,
    tokens: histogramNs.countAbove(boundUs * 1e3),
  }))
  return { ...distributionOfHistogramUs(histogramNs), beyond }
}

/** Such counts of a run that kept only the quantiles of its bounds. */
export function beyondQuantiles(bounds: Distribution): ErrorBounds['beyond'] {
  const { n, p50, p90, p95, p99, p99_9 } = bounds
  const tails = [
    [p50, 0.5],
    [p90, 0.1],
    [p95, 0.05],
    [p99, 0.01],
    [p99_9, 0.001],
  ] as const
  return tails.flatMap(([boundUs, tail]) => {
    // A quantile lies between two values, and a histogram's is 1/256 off.
    return boundUs === null ? [] : [{ bound_us: boundUs * (1 + 1 / 256), tokens: Math.ceil(tail * n) + 1 }]
  })
}
