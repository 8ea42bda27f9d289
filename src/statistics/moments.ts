import { RunningMoments } from './running-moments.ts'

/** How many values, and how they lie. Without values, all but n are NaN; so is sd with a single one. */
export interface Moments {
  readonly n: number
  readonly mean: number
  /** Sample standard deviation (divisor n − 1). */
  readonly sd: number
  readonly min: number
  readonly max: number
}

/** Moments in one pass: see RunningMoments. */
export function moments(values: ArrayLike<number>): Moments {
  const running = new RunningMoments()
  for (let i = 0; i < values.length; i += 1) running.add(values[i]!)
  const { n, mean, sd, min, max } = running
  return { n, mean, sd, min, max }
}

/** The mean cube of (value − mean) / sd; 0 without values or without variation. */
export function skewness(values: Float64Array): number {
  const n = values.length
  const { mean, sd } = moments(values)
  let cubes = 0
  for (let i = 0; i < n; i += 1) cubes += ((values[i]! - mean) / sd) ** 3
  return n > 0 && Number.isFinite(cubes) ? cubes / n : 0
}
