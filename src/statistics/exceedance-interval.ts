import { batchInflation, z } from './batch-inflation.ts'
import { fewestValues } from './interval.ts'
import { fewestBeyond, shortRunCorrection } from './quantile-interval.ts'

/** Of a dependent sequence, times as many values as count for one. */
const fewestLengths = 50

/** A share of a sequence, and what it is worth. */
export interface Exceedance {
  readonly share: number
  /** Null with too few values to tell a dependent sequence from an independent one. */
  readonly ci95: readonly [low: number, high: number] | null
  readonly vif: number | null
}

/**
 * Share of the ones in a sequence of 0 and 1 (a latency beyond its limit, a request that failed its objectives), in the order in
 * which they came about, with a 95 % interval: Wilson's (1927), of n / VIF values. Wilson's stays inside 0 … 1 and says something
 * of a share of 0: `z² / (n / VIF + z²)` at most.
 *
 * VIF is that of `quantileInterval`: batch means of the sequence, raised by 15 b / n + 3 b / rarer where b values count as one,
 * `rarer` being the zeros or the ones, whichever are fewer. So few of those that batches say nothing (below 4) are taken to come
 * all in one go: VIF is b itself. `dependence` is b: `rankDependence` of the latencies, which know more of a queue
 * than the few beyond the limit do. Refused below 60 values, and below 50 b.
 */
export function exceedanceInterval(sequence: Float64Array, dependence: number): Exceedance {
  const n = sequence.length
  let ones = 0
  for (let i = 0; i < n; i++) ones += sequence[i]!
  const share = n === 0 ? Number.NaN : ones / n
  if (n < Math.max(fewestValues, fewestLengths * (dependence > 1 ? dependence : 0)))
    return { share, ci95: null, vif: null }
  const rarer = Math.min(ones, n - ones)
  const vif = rarer < fewestBeyond ? dependence : inflation(sequence, share, rarer, dependence)
  return { share, ci95: wilsonInterval(share, n / vif), vif }
}

function inflation(sequence: Float64Array, share: number, rarer: number, dependence: number): number {
  const deviations = sequence.map((value) => value - share)
  const independent = sequence.length * share * (1 - share)
  const batched = batchInflation([deviations], independent, dependence > 1)
  return dependence > 1
    ? batched * shortRunCorrection(dependence / sequence.length, dependence / rarer)
    : batched
}

/** Wilson's 95 % interval of a share of n independent values; n need not be whole. */
export function wilsonInterval(share: number, n: number): readonly [low: number, high: number] {
  const square = z ** 2
  const centre = (share + square / (2 * n)) / (1 + square / n)
  const half = (z / (1 + square / n)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n * n))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}
