import { batchInflation, z } from './batch-inflation.ts'
import { fewestValues, type Interval, refused } from './interval.ts'
import { moments } from './moments.ts'
import type { OrderedSample } from './ordered-sample.ts'
import { congestionRise, unseenCongestion } from './unseen-congestion.ts'

/** Of a dependent sequence, times as many values as count for one. */
const fewestLengths = 80

/**
 * A 95 % interval of the mean of a stationary sequence by batch means: z √(s² VIF / n), VIF as for a quantile but of the
 * values themselves. Where b values count as one it is raised by 40 b / n, what batches miss, and by what `unseenCongestion` says.
 *
 * For positive values it is taken on the scale of 1 / mean. A queue's mean wait goes as 1 / (1 − ρ) and its error as
 * 1 / (1 − ρ)², the mean's square: a run that saw too little congestion has both too low a mean and too narrow an interval.
 * On that scale the error doesn't depend on the mean (delta method), so the upper half is the longer one.
 */
export function meanInterval({ ordered, sorted, dependence, skewness }: OrderedSample): Interval {
  const n = ordered.length
  if (n < fewestValues) return refused(n, fewestValues, null)
  const { mean, sd } = moments(ordered)
  const deviations = ordered.map((value) => value - mean)
  const vif =
    batchInflation([deviations], n * sd ** 2, dependence > 1) * meanCorrection(dependence, n, skewness)
  const needed = meanResolvableFrom(dependence)
  return meanBounds({ mean, sd, n, vif, needed, positive: sorted[0]! > 0 })
}

/** What batches miss in a run of few dependence lengths; `skewness` is that of the values, 0 where it isn't known. */
export function meanCorrection(dependence: number, n: number, skewness: number): number {
  if (dependence <= 1) return 1
  const perRun = dependence / n
  return 1 + 40 * perRun + congestionRise(unseenCongestion(skewness, fewestLengths * perRun))
}

/** How many values, or clusters, there must be. */
export function meanResolvableFrom(dependence: number): number {
  return dependence > 1 ? Math.max(fewestValues, fewestLengths * dependence) : fewestValues
}

interface MeanFigures {
  readonly mean: number
  readonly sd: number
  readonly n: number
  readonly vif: number
  readonly needed: number
  readonly positive: boolean
}

/** The interval, or a refusal when n is too small or when 1 / mean isn't known to be above 0. */
export function meanBounds({ mean, sd, n, vif, needed, positive }: MeanFigures): Interval {
  const half = z * Math.sqrt((sd ** 2 * vif) / n)
  if (n < needed) return refused(n, needed, vif)
  if (!positive) return { state: 'resolved', low: mean - half, high: mean + half, vif }
  const relative = half / mean
  // Half the relative width takes four times the values.
  if (relative >= 1) return refused(n, 4 * relative ** 2 * n, vif)
  return { state: 'resolved', low: mean / (1 + relative), high: mean / (1 - relative), vif }
}
