import { moments } from './moments.ts'
import { studentTQuantile } from './student-t-quantile.ts'
import { welchT } from './welch-t.ts'

/** A figure and its 95 % interval; null without replicates. */
export interface LogEstimate {
  readonly value: number
  readonly ci95: readonly [low: number, high: number] | null
}

/**
 * Geometric mean of positive values, with Student's interval of the mean of their logarithms: what runs do to a rate they do in
 * proportion. `leastSd` is a standard deviation of the logarithms below which values agree by rounding alone. NaN without values.
 */
export function logMean(values: readonly number[], leastSd = 0): LogEstimate {
  const { n, mean, sd } = moments(values.map(Math.log))
  const value = Math.exp(mean)
  if (n < 2) return { value, ci95: null }
  return around(mean, (studentTQuantile(0.975, n - 1) * Math.max(sd, leastSd)) / Math.sqrt(n))
}

/**
 * Ratio of the geometric means of two samples of positive values. The interval is that of the difference of the mean logarithms
 * by `welchT`. Unlike Fieller's of the means it is always an interval, and it is right for errors in proportion, whose
 * logarithms are what is normal.
 */
export function logRatio(over: readonly number[], under: readonly number[]): LogEstimate {
  const [a, b] = [over.map(Math.log), under.map(Math.log)]
  if (a.length < 2 || b.length < 2) return { value: Math.exp(moments(a).mean - moments(b).mean), ci95: null }
  const { difference, standardError, degrees } = welchT(a, b)
  return around(difference, studentTQuantile(0.975, degrees) * standardError)
}

function around(log: number, half: number): LogEstimate {
  return { value: Math.exp(log), ci95: [Math.exp(log - half), Math.exp(log + half)] }
}
