/** How many values, and how they lie. Without values, all but n are NaN; so is sd with a single one. */
export interface Moments {
  readonly n: number
  readonly mean: number
  /** Sample standard deviation (divisor n − 1). */
  readonly sd: number
  readonly min: number
  readonly max: number
}

/**
 * Moments in one pass by Welford's recurrence (1962), which keeps its digits where the sum of squares would lose them:
 * latencies that differ by microseconds after hours of nanoseconds.
 */
export function moments(values: ArrayLike<number>): Moments {
  const n = values.length
  let mean = 0
  let squares = 0
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < n; i += 1) {
    const value = values[i]!
    const before = value - mean
    mean += before / (i + 1)
    squares += before * (value - mean)
    if (value < min) min = value
    if (value > max) max = value
  }
  if (n === 0) return { n, mean: Number.NaN, sd: Number.NaN, min: Number.NaN, max: Number.NaN }
  return { n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN, min, max }
}

/** The mean cube of (value − mean) / sd; 0 without values or without variation. */
export function skewness(values: Float64Array): number {
  const n = values.length
  const { mean, sd } = moments(values)
  let cubes = 0
  for (let i = 0; i < n; i += 1) cubes += ((values[i]! - mean) / sd) ** 3
  return n > 0 && Number.isFinite(cubes) ? cubes / n : 0
}
