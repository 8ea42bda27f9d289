import { z } from './batch-inflation.ts'

/**
 * A 95 % interval of a share found in n independent observations; n needn't be whole. Wilson's (1927), which stays within 0 and 1
 * and has a width when none or all were counted; but its end nearer to 0 or 1 has the continuity correction (Newcombe 1998, method
 * 4): one counted of a hundred would otherwise prove that one in a thousand isn't the truth, and does so in 9 runs of 100 of which it is.
 */
export function wilsonInterval(share: number, n: number): readonly [low: number, high: number] {
  return share <= 0.5
    ? [correctedLow(share, n), high(share, n, z)]
    : [1 - high(1 - share, n, z), 1 - correctedLow(1 - share, n)]
}

/** Wilson's interval as it was, without the correction, at the level of a two-sided quantile (1.96: 95 %). */
export function scoreInterval(
  share: number,
  n: number,
  quantile: number,
): readonly [low: number, high: number] {
  return [1 - high(1 - share, n, quantile), high(share, n, quantile)]
}

function high(share: number, n: number, quantile: number): number {
  const square = quantile * quantile
  const spread = quantile * Math.sqrt(share * (1 - share) * n + square / 4)
  return (share * n + square / 2 + spread) / (n + square)
}

/** The low end, half a count lower; Wilson's own of so few observations that half a count says nothing. */
function correctedLow(share: number, n: number): number {
  const square = z * z
  const inside = square - 2 - 1 / n + 4 * share * (n * (1 - share) + 1)
  const low = (2 * n * share + square - 1 - z * Math.sqrt(Math.max(0, inside))) / (2 * (n + square))
  return share === 0 ? 0 : Math.min(Math.max(0, low), 1 - high(1 - share, n, z))
}
