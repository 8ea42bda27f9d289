import { batchInflation, z } from './batch-inflation.ts'
import { fewestValues, type Interval, refused } from './interval.ts'
import { countBelow, countUpTo } from './mid-ranks.ts'
import type { OrderedSample } from './ordered-sample.ts'
import { quantile } from './quantile.ts'
import { congestionRise, unseenCongestion } from './unseen-congestion.ts'

/** Values that must be beyond a quantile, after allowing for VIF. */
export const fewestBeyond = 4
const fewestBeyondInClusters = 8
/** Of a dependent sequence, times as many values as count for one. */
const fewestLengths = 50
/** The most that `shortRunCorrection` is where there is an interval; what is missing isn't judged by more. */
export const largestCorrection: number = shortRunCorrection(1 / fewestLengths, 1 / fewestBeyondInClusters)

/**
 * A 95 % interval of the p-quantile of a stationary sequence, by order statistics, which need no density: of n
 * values C are at most the true quantile, and C has mean np. Were they independent its variance would be n p (1 − p).
 * Dependence makes it VIF times that, which batch means of the exceedance 1{x > q̂} show. So
 *
 *     np − z √(n p (1 − p) VIF) ≤ C ≤ np + z √(n p (1 − p) VIF)
 *
 * in 95 of 100 runs, and then the order statistics of those ranks enclose the quantile.
 *
 * VIF is `batchInflation`, and in a dependent sequence (b values count as one) it is raised by 15 b / n + 3 b / tail,
 * for batches that are short beside b hide a part of it, and by what `unseenCongestion` says. `resolvableFrom` says when there is
 * no interval; why so is in docs/intervals.md, with the simulation. Method: Conover 1999, 3.2, for independent values; batch means as
 * in Heidelberger & Lewis 1984.
 */
export function quantileInterval(sample: OrderedSample, p: number): Interval {
  const { ordered, sorted, dependence } = sample
  const n = ordered.length
  const share = Math.min(p, 1 - p)
  // So few beyond the quantile say nothing of how they come.
  if (n < fewestValues || n * share < fewestBeyond)
    return refused(n, resolvableFrom({ share, vif: 1, dependence }), null)
  const dependent = dependence > 1
  const batched = batchInflation(exceedances(ordered, sorted, p), n * p * (1 - p), dependent)
  const correction = dependent ? shortRunCorrection(dependence / n, dependence / (n * share)) : 1
  const needed = resolvableFrom({ share, vif: batched * Math.min(correction, largestCorrection), dependence })
  if (n < needed) return refused(n, needed, batched * correction)
  const unseen = dependent ? unseenInTail(sample, share) : 0
  const vif = batched * (correction + congestionRise(unseen))
  const [low, high] = shares(p, n / vif)
  // Of the order statistics whose ranks are possible values of C.
  const first = Math.max(1, Math.ceil(n * low))
  const last = Math.min(n, Math.floor(n * high) + 1)
  const ranked = { low: sorted[first - 1]!, high: sorted[last - 1]! }
  return { state: 'resolved', ...mirrored(ranked, quantile(sorted, p), unseen), vif }
}

function unseenInTail({ ordered, dependence, skewness }: OrderedSample, share: number): number {
  const perRun = dependence / ordered.length
  const nearness = Math.max(fewestLengths * perRun, (fewestBeyondInClusters * perRun) / share)
  return unseenCongestion(skewness, nearness)
}

/**
 * The congestion that a run hasn't seen isn't among its order statistics either. As far as there may be such, the interval's upper end is
 * no less than its lower end mirrored in q on the scale of 1 / q, on which the error of a queue's figures doesn't depend on their
 * size (`meanInterval`).
 */
function mirrored({ low, high }: Ends, q: number, unseen: number): Ends {
  if (low <= 0 || unseen === 0) return { low, high }
  const reach = q / Math.max(leastMirror, 2 - q / low)
  return { low, high: high + unseen * Math.max(0, reach - high) }
}

interface Ends {
  readonly low: number
  readonly high: number
}

/** Where the mirror would reach for more than ten times the quantile. */
const leastMirror = 0.1

/** p ± z √(p (1 − p) / n), n being the number of values after allowing for dependence. */
export function shares(p: number, n: number): readonly [low: number, high: number] {
  const half = z * Math.sqrt((p * (1 - p)) / n)
  return [p - half, p + half]
}

/** What batches miss in a run of few dependence lengths, of which few again are beyond the quantile. */
export function shortRunCorrection(perRun: number, perTail: number): number {
  return 1 + 15 * perRun + 3 * perTail
}

/** What decides from how many values on a quantile has an interval. */
interface Resolvability {
  /** Of the values, or of how many values a cluster has, those beyond the quantile. */
  readonly share: number
  readonly vif: number
  readonly dependence: number
  /** By how much the variance is raised within a cluster alone; 1 where values aren't clustered. */
  readonly cluster?: number
}

/**
 * How many values (or clusters) there must be: 60; of independent ones 4 beyond the quantile after allowing for VIF (with fewer
 * the ranks of the interval run out of the sample), 8 when they turn out to come in clusters; of dependent ones also 50 times,
 * and beyond the quantile 8 times, as many as count for one.
 */
export function resolvableFrom({ share, vif, dependence, cluster = 1 }: Resolvability): number {
  if (dependence > 1) {
    const beyond = Math.max(fewestBeyondInClusters * dependence * cluster, fewestBeyond * vif)
    return Math.max(fewestValues, fewestLengths * dependence, beyond / share)
  }
  return Math.max(fewestValues, ((vif > 2 ? fewestBeyondInClusters : fewestBeyond) * vif) / share)
}

/** Whether each value exceeds the quantile, less the mean; where values tie with it, also whether it is reached. */
function exceedances(ordered: Float64Array, sorted: Float64Array, p: number): readonly Float64Array[] {
  const n = ordered.length
  const q = quantile(sorted, p)
  const above = (n - countUpTo(sorted, q)) / n
  const reached = (n - countBelow(sorted, q)) / n
  const exceeds = ordered.map((value) => (value > q ? 1 - above : -above))
  if ((reached - above) * n <= 1) return [exceeds]
  return [exceeds, ordered.map((value) => (value >= q ? 1 - reached : -reached))]
}
