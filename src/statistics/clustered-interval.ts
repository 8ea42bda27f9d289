import { batchInflation } from './batch-inflation.ts'
import { fewestValues, type Interval, refused } from './interval.ts'
import { meanBounds, meanCorrection, meanResolvableFrom } from './mean-interval.ts'
import { rankDependence } from './ordered-sample.ts'
import {
  fewestBeyond,
  largestCorrection,
  resolvableFrom,
  shares,
  shortRunCorrection,
} from './quantile-interval.ts'

/** The window must be so many times as long as the slices that count as one. */
const fewestSliceLengths = 5

/** Something added up over clusters of values, and of the same values over equal slices of time, both in order. */
export interface ClusteredSums {
  readonly byCluster: Float64Array
  readonly bySlice: Float64Array
}

/** How many values each cluster and each slice holds, and how far dependence reaches among them. */
export interface Clusters {
  readonly sizes: ClusteredSums
  /** All values. */
  readonly values: number
  /** Clusters that count as one, by the ranks of their means. */
  readonly dependence: number
  /** Slices that count as one. */
  readonly sliceDependence: number
  /** Slices that hold a value. */
  readonly slices: number
}

/** `sums` are of the values themselves. Clusters hold a value each at least. */
export function clusters(sizes: ClusteredSums, sums: ClusteredSums): Clusters {
  const means = sums.byCluster.map((sum, i) => sum / sizes.byCluster[i]!)
  const sliceMeans = sums.bySlice
    .map((sum, i) => sum / sizes.bySlice[i]!)
    .filter((mean) => !Number.isNaN(mean))
  return {
    sizes,
    values: sizes.byCluster.reduce((total, size) => total + size, 0),
    dependence: dependenceOf(means),
    sliceDependence: dependenceOf(sliceMeans),
    slices: sliceMeans.length,
  }
}

/**
 * A 95 % interval of the p-quantile of values that come in clusters, such as the gaps of a reply: gaps of one reply share its
 * speed, and those of replies under way at once share the server's slow steps. `low` and `high` are shares, p ± h: the
 * quantiles of all values there enclose the true one.
 *
 * As `quantileInterval`, but what varies is the share ŝ of values above the quantile, a ratio of two sums over clusters.
 * Linearised (Cochran 1977, Sampling Techniques, 2.11), it varies as Σ (e_i − ŝ k_i) / Σ k_i, for clusters of k_i values of which
 * e_i are above: what drawing clusters anew would find, without drawing. VIF is how often its variance is that of
 * independent values, p (1 − p) / Σ k_i: the largest of by cluster, by batches of clusters, and by batches of slices of time.
 * Batches of clusters alone miss steps that all streams of a moment share.
 */
export function clusteredQuantileInterval(all: Clusters, above: ClusteredSums, p: number): Interval {
  const { values, dependence } = all
  const n = all.sizes.byCluster.length
  const tailValues = values * Math.min(p, 1 - p)
  const sequences = ratioDeviations(all, above)
  const independent = values * p * (1 - p)
  const cluster = Math.max(1, ownVariance(sequences[0]!) / independent)
  const neededFor = (vif: number): number =>
    Math.max(resolvableFrom({ share: tailValues / n, vif, dependence, cluster }), slicesNeed(all))
  if (n < fewestValues || tailValues < fewestBeyond) return refused(n, neededFor(cluster), null)
  const batched = batchInflation(sequences, independent, dependence > 1 || all.sliceDependence > 1)
  const correction =
    dependence > 1 ? shortRunCorrection(dependence / n, (dependence * cluster) / tailValues) : 1
  const uncorrected = Math.max(cluster, batched)
  const vif = uncorrected * correction
  const needed = neededFor(uncorrected * Math.min(correction, largestCorrection))
  if (n < needed) return refused(n, needed, vif)
  const [low, high] = shares(p, values / vif)
  return { state: 'resolved', low, high, vif }
}

/** A 95 % interval of the mean of clustered values, by the same ratio; `sd` is that of the values. */
export function clusteredMeanInterval(
  all: Clusters,
  sums: ClusteredSums,
  { mean, sd, positive }: { readonly mean: number; readonly sd: number; readonly positive: boolean },
): Interval {
  const { values, dependence } = all
  const n = all.sizes.byCluster.length
  if (n < fewestValues) return refused(n, fewestValues, null)
  const sequences = ratioDeviations(all, sums)
  const independent = values * sd ** 2
  const batched = batchInflation(sequences, independent, dependence > 1 || all.sliceDependence > 1)
  const cluster = independent > 0 ? ownVariance(sequences[0]!) / independent : 1
  const vif = Math.max(cluster, batched) * meanCorrection(dependence, n, 0)
  const needed = Math.max(meanResolvableFrom(dependence), slicesNeed(all))
  if (n < needed) return refused(n, needed, vif)
  const interval = meanBounds({ mean, sd, n: values, vif, needed: 0, positive })
  return interval.state === 'resolved' ? interval : refused(0, (interval.missing * n) / values, vif)
}

/** How many clusters would have come in a window that is long enough for its slices' dependence. */
export function slicesNeed({ sizes, sliceDependence, slices }: Clusters): number {
  if (sliceDependence === 1) return 0
  return (sizes.byCluster.length * fewestSliceLengths * sliceDependence) / slices
}

/** The terms whose sums are the ratio's error, by cluster and by slice. */
export function ratioDeviations(
  { sizes }: Clusters,
  sums: ClusteredSums,
): readonly [Float64Array, Float64Array] {
  const total = (terms: Float64Array): number => terms.reduce((sum, term) => sum + term, 0)
  const ratio = total(sums.byCluster) / total(sizes.byCluster)
  return [
    sums.byCluster.map((sum, i) => sum - ratio * sizes.byCluster[i]!),
    sums.bySlice.map((sum, i) => sum - ratio * sizes.bySlice[i]!),
  ]
}

export function ownVariance(deviations: Float64Array): number {
  const n = deviations.length
  return n < 2 ? 0 : (n / (n - 1)) * deviations.reduce((sum, deviation) => sum + deviation * deviation, 0)
}

function dependenceOf(means: Float64Array): number {
  return rankDependence(means, means.slice().sort())
}
