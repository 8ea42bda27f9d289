import { normalQuantile } from './normal-quantile.ts'
import { subsetSums } from './subset-sums.ts'

/** A location or a shift, without assuming a shape of distribution. */
export interface HodgesLehmann {
  readonly estimate: number
  /** Null where so few values have no interval of that confidence. */
  readonly interval: readonly [low: number, high: number] | null
}

/** Values up to which the ranks' distribution is counted out. */
const mostCounted = 40

/**
 * The centre of a symmetric distribution: median of the Walsh averages (xᵢ + xⱼ) / 2, i ≤ j (Hodges & Lehmann, Ann. Math. Statist. 34 (1963)
 * 598), with the order statistics of them that Wilcoxon's signed-rank test doesn't reject: at least the confidence, whatever the
 * distribution; by the normal approximation from 41 values on. NaN without values.
 */
export function hodgesLehmann(values: readonly number[], confidence = 0.95): HodgesLehmann {
  const averages = values.flatMap((x, i) => values.slice(i).map((y) => (x + y) / 2))
  const n = values.length
  return ofOrdered(
    averages,
    rejectedRank(confidence, {
      shares: () => signedRankShares(n),
      counted: n <= mostCounted,
      mean: (n * (n + 1)) / 4,
      variance: (n * (n + 1) * (2 * n + 1)) / 24,
    }),
  )
}

/**
 * By how much y lies above x: median of all yⱼ − xᵢ, with the order statistics of them that Mann & Whitney's test doesn't reject (ibid.;
 * Moses 1965); by the normal approximation from 41 values of both on. NaN without values of either.
 */
export function hodgesLehmannShift(
  x: readonly number[],
  y: readonly number[],
  confidence = 0.95,
): HodgesLehmann {
  const differences = x.flatMap((from) => y.map((to) => to - from))
  const [n, m] = [x.length, y.length]
  return ofOrdered(
    differences,
    rejectedRank(confidence, {
      shares: () => mannWhitneyShares(n, m),
      counted: n + m <= mostCounted,
      mean: (n * m) / 2,
      variance: (n * m * (n + m + 1)) / 12,
    }),
  )
}

interface RankLaw {
  /** How probable each value of the statistic is, from 0 up. */
  readonly shares: () => Float64Array
  readonly counted: boolean
  readonly mean: number
  readonly variance: number
}

/** The largest value of the statistic that a two-sided test rejects; below 0 where it rejects none. */
function rejectedRank(confidence: number, law: RankLaw): number {
  const tail = (1 - confidence) / 2
  if (!law.counted) return Math.floor(law.mean - 0.5 + normalQuantile(tail) * Math.sqrt(law.variance))
  const shares = law.shares()
  let below = 0
  let rank = 0
  while (rank < shares.length && below + shares[rank]! <= tail + 1e-12) below += shares[rank++]!
  return rank - 1
}

function ofOrdered(values: readonly number[], rejected: number): HodgesLehmann {
  const sorted = values.toSorted((a, b) => a - b)
  const k = sorted.length
  if (k === 0) return { estimate: Number.NaN, interval: null }
  const estimate = (sorted[(k - 1) >> 1]! + sorted[k >> 1]!) / 2
  return { estimate, interval: rejected < 0 ? null : [sorted[rejected]!, sorted[k - 1 - rejected]!] }
}

/** Of the sum of the ranks of positive values: each is in it or not. */
function signedRankShares(n: number): Float64Array {
  let shares = Float64Array.of(1)
  for (let rank = 1; rank <= n; rank++) {
    const next = new Float64Array(shares.length + rank)
    shares.forEach((share, at) => {
      next[at]! += share / 2
      next[at + rank]! += share / 2
    })
    shares = next
  }
  return shares
}

/** Of how many pairs have y above x: the rank sum of y above its least. */
function mannWhitneyShares(n: number, m: number): Float64Array {
  const ranks = Array.from({ length: n + m }, (_, rank) => rank)
  return subsetSums(ranks, m).slice((m * (m - 1)) / 2)
}
