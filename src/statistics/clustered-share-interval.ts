import { batchInflation } from './batch-inflation.ts'
import {
  type ClusteredSums,
  type Clusters,
  ownVariance,
  ratioDeviations,
  slicesNeed,
} from './clustered-interval.ts'
import { isLongEnough, type ShareEstimate, shareCorrection } from './share-interval.ts'
import { wilsonInterval } from './wilson-interval.ts'

/**
 * The share of clustered values that are marked, `marked` being how many in each cluster and slice: as `shareInterval`, with the
 * variance of a ratio (`clusteredQuantileInterval`). `leastVif` is by how much figures with more to go by are inflated, such as
 * the median of the same values: few marks don't show by themselves how they come.
 */
export function clusteredShareInterval(
  all: Clusters,
  marked: ClusteredSums,
  leastVif: number,
): ShareEstimate {
  const { values, dependence, sliceDependence } = all
  const n = all.sizes.byCluster.length
  const share = marked.byCluster.reduce((sum, count) => sum + count, 0) / values
  const sequences = ratioDeviations(all, marked)
  const independent = values * share * (1 - share)
  const cluster = independent > 0 ? Math.max(1, ownVariance(sequences[0]) / independent) : 1
  const batched = batchInflation(sequences, independent, dependence > 1 || sliceDependence > 1)
  const uncorrected = Math.max(leastVif, cluster, batched, dependence)
  const tail = (values * Math.min(share, 1 - share)) / cluster
  const vif = uncorrected * shareCorrection(dependence, n, tail)
  const enough = isLongEnough(n, dependence) && n >= slicesNeed(all)
  return { share, ci95: enough ? wilsonInterval(share, values / vif) : null, vif }
}
