import type { OutwardHistogram } from '../statistics/outward-histogram.ts'
import type { Distribution } from './summary.ts'

/** The quantiles of token errors come from a histogram that is right to within 1/256. */
const histogramError = 1 + 1 / 256

/**
 * How wrong the p-quantile of pooled gaps can be, in their unit of nanoseconds, when only the distribution of the tokens' errors is
 * known; null when it isn't.
 *
 * A gap is wrong by at most the larger error of its two tokens. For any δ, let at most m tokens be later than δ: they touch at
 * most 2m gaps, a share ε = 2m / gaps, and every other gap is right within δ. Changing a share ε of the values moves the
 * p-quantile no farther than to those at p ± ε, so the true one is within
 *
 *     [q(p − ε) − δ, q(p + ε) + δ].
 *
 * That holds for each δ; the least of what the known quantiles of the errors give is the bound.
 */
export function gapErrorNs(
  gaps: OutwardHistogram,
  quantileNs: number,
  p: number,
  tokenErrorUs: Distribution,
): number | null {
  const { n, p50, p90, p95, p99, p99_9, max } = tokenErrorUs
  let least: number | null = null
  for (const [share, errorUs] of [
    [0.5, p50],
    [0.9, p90],
    [0.95, p95],
    [0.99, p99],
    [0.999, p99_9],
    [1, max],
  ] as const) {
    if (errorUs === null) continue
    // A quantile is between two order statistics: one token more may be later than it.
    const later = share === 1 ? 0 : n * (1 - share) + 1
    const moved = (2 * later) / gaps.n
    if (p - moved <= 0 || p + moved >= 1) continue
    const deltaNs = errorUs * 1e3 * (share === 1 ? 1 : histogramError)
    const aboveNs = moved === 0 ? quantileNs : gaps.above(p + moved)
    const belowNs = moved === 0 ? quantileNs : gaps.below(p - moved)
    const errorNs = deltaNs + Math.max(aboveNs - quantileNs, quantileNs - belowNs)
    if (least === null || errorNs < least) least = errorNs
  }
  return least
}
