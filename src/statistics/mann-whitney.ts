import { midRanks } from './mid-ranks.ts'
import { normalCdf } from './normal-cdf.ts'
import { rankSum } from './rank-sum.ts'
import { subsetSums } from './subset-sums.ts'

/** Values of both samples together up to which the distribution is counted out. */
const mostCounted = 60

/**
 * Two-sided p of Mann & Whitney's test (Ann. Math. Statist. 18 (1947) 50) that two samples are of one distribution: the share of all ways
 * to deal the values to both in which the rank sum is at least as far from its mean. Exact, of ties too (mid-ranks), for up to 60 values;
 * beyond, by the normal approximation corrected for ties. 1 without values or variation.
 */
export function mannWhitney(x: readonly number[], y: readonly number[]): number {
  const n = x.length + y.length
  if (n > mostCounted) {
    const z = rankSum(x, y)
    return Number.isNaN(z) ? 1 : 2 * normalCdf(-Math.abs(z))
  }
  const pooled = Float64Array.from([...x, ...y])
  // Mid-ranks may be halves; twice as much is whole.
  const doubled = Array.from(midRanks(pooled, pooled.toSorted()), (rank) => Math.round(2 * rank))
  const shares = subsetSums(doubled, x.length)
  const mean = x.length * (n - 1)
  const seen = doubled.slice(0, x.length).reduce((sum, rank) => sum + rank, 0)
  const p = shares.reduce((sum, share, at) => {
    return Math.abs(at - mean) >= Math.abs(seen - mean) ? sum + share : sum
  }, 0)
  return Math.min(1, p)
}
