import { rateInterval, timeSlices } from '../statistics/rate-interval.ts'
import type { Ci95 } from './summary.ts'

/** A rate and its interval, both null where the window is too short for an interval. */
export interface RateFigure {
  readonly rate: number | null
  readonly ci95: Ci95
}

/**
 * The rate per second of what happened in the slices of a window of so many seconds, of which at least `dependenceS` are
 * known to count as one.
 */
export function rateFigure(slices: Float64Array, seconds: number, dependenceS = 0): RateFigure {
  const known = Math.max(1, (dependenceS * timeSlices) / seconds)
  const interval = seconds > 0 ? rateInterval(slices, known) : null
  if (interval === null) return { rate: null, ci95: null }
  const perSecond = timeSlices / seconds
  const total = slices.reduce((sum, amount) => sum + amount, 0)
  return { rate: total / seconds, ci95: [interval[0] * perSecond, interval[1] * perSecond] }
}
