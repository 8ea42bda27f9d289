import { batchInflation } from './batch-inflation.ts'
import { dependenceLength } from './dependence-length.ts'
import { fewestValues } from './interval.ts'
import { wilsonInterval } from './wilson-interval.ts'

/** Of a dependent sequence, times as many observations as count for one. */
const fewestLengths = 20
const fewestBlocks = 50

/** A share of a sequence. */
export interface ShareEstimate {
  readonly share: number
  /** 95 %; null where the sequence is too short for one. */
  readonly ci95: readonly [low: number, high: number] | null
  /** By how much dependence inflates the variance; null with too few observations to say. */
  readonly vif: number | null
}

/**
 * The share of a sequence's marks (1 or 0, in the order in which they came about) that are 1, with Wilson's interval for n / VIF
 * observations. `dependence` is how many in a row count as one by what is known besides: by the ranks of the values whose
 * limit the marks stand for. Rare marks don't show by themselves how they come.
 *
 * VIF is the larger of batch means and of the dependence b, raised by 1 + 15 b / n + min(1, 3 b / tail) in a dependent sequence,
 * `tail` being the rarer of the marks. So a p99 is told from its limit where it can't itself be resolved: few marks beyond a
 * limit are still few. Refused below 60 observations, and below 20 b. Simulated in share-interval.test.ts.
 */
export function shareInterval(marks: Float64Array, dependence = 1): ShareEstimate {
  const n = marks.length
  const share = marks.reduce((sum, mark) => sum + mark, 0) / n
  if (n < fewestValues) return { share, ci95: null, vif: null }
  const lengths = Math.max(dependence, dependenceLength(marks, fewestBlocks))
  const deviations = marks.map((mark) => mark - share)
  const batched = batchInflation([deviations], n * share * (1 - share), lengths > 1)
  const vif = Math.max(batched, lengths) * shareCorrection(lengths, n, n * Math.min(share, 1 - share))
  const ci95 = isLongEnough(n, lengths) ? wilsonInterval(share, n / vif) : null
  return { share, ci95, vif }
}

/** What batches miss in a run of few dependence lengths; 0 in the tail says no more of that than one does. */
export function shareCorrection(dependence: number, n: number, tail: number): number {
  return dependence > 1 ? 1 + (15 * dependence) / n + Math.min(1, (3 * dependence) / tail) : 1
}

export function isLongEnough(n: number, dependence: number): boolean {
  return n >= fewestValues && (dependence === 1 || n >= fewestLengths * dependence)
}
