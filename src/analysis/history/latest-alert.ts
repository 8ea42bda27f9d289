import { moments } from '../../statistics/moments.ts'
import { predictionInterval } from '../../statistics/prediction-interval.ts'
import type { ComparedMetric } from '../comparison/compared-metric.ts'
import { betterOrWorse, offScale } from './trend-scale.ts'
import type { TrendAlert } from './trend-series.ts'

const fewestBefore = 5
const mostBefore = 20
const confidence = 0.99
/** So many runs in a row may be outside before there is a change to be found, or none. */
const mostOutside = 3

/**
 * Whether the latest run, of those since the last change, is outside what up to 20 before it let expect, by `leastShift` or more from their
 * mean. Where the run before it was outside too, and on the same side, both are held against the runs before them: one run outside would
 * widen what is expected so far that the next was inside. `values` are on the metric's scale. Null with fewer than 5 runs before.
 */
export function latestAlert(
  values: Float64Array,
  metric: Pick<ComparedMetric, 'unit' | 'better'>,
  leastShift: number,
): TrendAlert | null {
  for (let runs = mostOutside; runs >= 1; runs--) {
    const latest = values.subarray(values.length - runs)
    const before = values.subarray(0, Math.max(0, values.length - runs)).slice(-mostBefore)
    if (before.length < fewestBefore) continue
    const { mean } = moments(before)
    const [low, high] = predictionInterval(before, confidence)
    const side = Math.sign(latest[0]! - mean)
    const outside = (value: number): boolean =>
      (value < low || value > high) &&
      Math.sign(value - mean) === side &&
      Math.abs(value - mean) >= leastShift
    if (!latest.every(outside)) continue
    return {
      runs,
      value: offScale(metric.unit, latest.at(-1)!),
      expected: [offScale(metric.unit, low), offScale(metric.unit, high)],
      of: before.length,
      direction: betterOrWorse(metric.better, side),
    }
  }
  return null
}
