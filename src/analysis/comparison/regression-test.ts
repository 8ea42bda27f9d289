import { studentTCdf } from '../../statistics/student-t-cdf.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import type { MetricComparison } from './metric-comparison.ts'

/** What a comparison says of a margin. */
export interface RegressionTest {
  /** `pass`: worse by more than the margin is excluded; `fail`: it is shown; each at 5 %, one-sided. */
  readonly outcome: 'pass' | 'fail' | 'inconclusive'
  /** One-sided, of "worse by no more than the margin"; 1 where nothing could be compared. */
  readonly p: number
}

const alpha = 0.05

/**
 * Whether B is worse than A by more than a margin (0.05: of what is better low a ratio above 1.05, of what is better high one below
 * 0.95; of shares 5 points), by two one-sided tests as of non-inferiority. Inconclusive without an interval, and where neither
 * is shown.
 */
export function regressionTest(comparison: MetricComparison, margin: number): RegressionTest {
  const { change, standardError } = comparison
  if (change === null || standardError === null) return { outcome: 'inconclusive', p: 1 }
  const beyond = beyondMargin(comparison, change, margin)
  const degrees = comparison.degrees ?? Number.POSITIVE_INFINITY
  const [above, below] = errors(comparison, change, standardError)
  const p = tail(beyond, above, degrees)
  if (p < alpha) return { outcome: 'fail', p }
  return { outcome: 1 - tail(beyond, below, degrees) < alpha ? 'pass' : 'inconclusive', p }
}

/** By how much worse than the margin, on the scale of the standard error. */
function beyondMargin({ unit, better }: MetricComparison, change: number, margin: number): number {
  if (unit === 'share') return (better === 'lower' ? change : -change) - margin
  if (better === 'lower') return Math.log1p(change) - Math.log1p(margin)
  return margin >= 1 ? Number.NEGATIVE_INFINITY : Math.log1p(-margin) - Math.log1p(change)
}

/** For what lies beyond the margin, and for what lies below: intervals of shares are longer on the side of more. */
function errors(
  { unit, better, variation, changeCi95, degrees }: MetricComparison,
  change: number,
  standardError: number,
): readonly [above: number, below: number] {
  if (unit !== 'share' || variation === 'paired' || changeCi95 === null) return [standardError, standardError]
  const quantile = studentTQuantile(0.975, degrees ?? Number.POSITIVE_INFINITY)
  const [low, high] = [(change - changeCi95[0]) / quantile, (changeCi95[1] - change) / quantile]
  return better === 'lower' ? [low, high] : [high, low]
}

function tail(beyond: number, standardError: number, degrees: number): number {
  if (standardError === 0) return beyond > 0 ? 0 : 1
  return studentTCdf(-beyond / standardError, degrees)
}
