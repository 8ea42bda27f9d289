import { moments } from '../statistics/moments.ts'
import { quantile } from '../statistics/quantile.ts'
import type { NsFigures } from './truth-comparison.ts'

/** Exact figures of values in nanoseconds, which it sorts in place. */
export function nsFigures(values: Float64Array): NsFigures {
  const { n, mean, min, max } = moments(values)
  values.sort()
  const at = (p: number): number => quantile(values, p)
  return { n, mean, min, p50: at(0.5), p90: at(0.9), p99: at(0.99), p99_9: at(0.999), max }
}
