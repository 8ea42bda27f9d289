import type { OutwardHistogram } from '../statistics/outward-histogram.ts'
import type { ErrorBounds } from './error-bounds.ts'

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
 * That holds for each δ; the least of what the known sizes of errors give is the bound.
 */
export function gapErrorNs(
  gaps: OutwardHistogram,
  quantileNs: number,
  p: number,
  { max, beyond }: ErrorBounds,
): number | null {
  if (max === null) return null
  let least: number | null = null
  for (const { bound_us: errorUs, tokens } of [...beyond, { bound_us: max, tokens: 0 }]) {
    const moved = (2 * tokens) / gaps.n
    if (p - moved <= 0 || p + moved >= 1) continue
    const aboveNs = moved === 0 ? quantileNs : gaps.above(p + moved)
    const belowNs = moved === 0 ? quantileNs : gaps.below(p - moved)
    const errorNs = errorUs * 1e3 + Math.max(aboveNs - quantileNs, quantileNs - belowNs)
    if (least === null || errorNs < least) least = errorNs
  }
  return least
}
