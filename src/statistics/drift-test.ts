export interface Drift {
  /** Last value less the first. */
  readonly growth: number
  /** Of it, in the second half. */
  readonly lateGrowth: number
  /** Growth in standard errors, were the series a random walk that goes nowhere. */
  readonly t: number
}

/**
 * Whether a level that is looked at n + 1 times grows, against a random walk without drift with the increments' own
 * variance: t = mean(Δ) √n / sd(Δ), of n − 1 degrees of freedom. A queue below capacity is pulled back to its level, so
 * this errs on the safe side for it; a queue right at capacity wanders just so. NaN without increments or variation.
 */
export function driftTest(levels: Float64Array): Drift {
  const n = levels.length - 1
  const growth = levels[n]! - levels[0]!
  const lateGrowth = levels[n]! - levels[n >> 1]!
  let squares = 0
  for (let i = 0; i < n; i++) squares += (levels[i + 1]! - levels[i]! - growth / n) ** 2
  return { growth, lateGrowth, t: growth / Math.sqrt((squares / (n - 1)) * n) }
}
