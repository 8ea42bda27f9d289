import { moments } from './moments.ts'
import { studentTQuantile } from './student-t-quantile.ts'

/** A figure and its 95 % interval; null without replicates. */
export interface LogEstimate {
  readonly value: number
  readonly ci95: readonly [low: number, high: number] | null
}

/**
 * Geometric mean of positive values, with Student's interval of the mean of their logarithms: what runs do to a rate they do in
 * proportion. NaN without values.
 */
export function logMean(values: readonly number[]): LogEstimate {
  const { n, mean, sd } = moments(values.map(Math.log))
  const value = Math.exp(mean)
  if (n < 2) return { value, ci95: null }
  return around(mean, (studentTQuantile(0.975, n - 1) * sd) / Math.sqrt(n))
}

/**
 * Ratio of the geometric means of two samples of positive values. The interval is that of the difference of the mean logarithms
 * by Welch's t (Biometrika 34 (1947) 28), degrees of freedom rounded down. Unlike Fieller's of the means it is always an
 * interval, and it is right for errors in proportion, whose logarithms are what is normal.
 */
export function logRatio(over: readonly number[], under: readonly number[]): LogEstimate {
  const a = moments(over.map(Math.log))
  const b = moments(under.map(Math.log))
  const difference = a.mean - b.mean
  if (a.n < 2 || b.n < 2) return { value: Math.exp(difference), ci95: null }
  const va = a.sd ** 2 / a.n
  const vb = b.sd ** 2 / b.n
  if (va + vb === 0) return around(difference, 0)
  const degrees = (va + vb) ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1))
  // Rounding may put a whole number just below itself.
  const whole = Math.max(1, Math.floor(degrees + 1e-9))
  return around(difference, studentTQuantile(0.975, whole) * Math.sqrt(va + vb))
}

function around(log: number, half: number): LogEstimate {
  return { value: Math.exp(log), ci95: [Math.exp(log - half), Math.exp(log + half)] }
}
