import { contrastLimit, contrastVariance, persistence } from './persistence.ts'
import type { DependentTest } from './slope-test.ts'

/** Share by which the beginning must be beyond the farthest of the rest's own deviations. */
const beyondRest = 1.3

/**
 * Whether the first `first` values of a series lie elsewhere than the rest: their means' difference, against what the
 * rest alone says of spread and persistence (the beginning may well be a decay). It must also be 1.3 times as far from the
 * rest's median as any single value of the rest, since a queue's peaks come anywhere. Throws RangeError when
 * fewer than 3 values are left.
 */
export function startShiftTest(values: Float64Array, first: number): DependentTest {
  const rest = values.subarray(first)
  if (first < 1 || rest.length < 3) throw new RangeError(`${first} of ${values.length} values leave no rest`)
  const restMean = mean(rest)
  const fitted = persistence(
    rest.map((value) => value - restMean),
    1,
  )
  const weights = Float64Array.from(values, (_, i) => (i < first ? 1 / first : -1 / rest.length))
  const startMean = mean(values.subarray(0, first))
  const estimate = startMean - restMean
  const t = estimate / Math.sqrt(contrastVariance(weights, fitted))
  const middle = rest.slice().sort()[rest.length >> 1]!
  const farthest = rest.reduce((most, value) => Math.max(most, Math.abs(value - middle)), 0)
  const significant =
    Math.abs(t) > contrastLimit(rest.length) && Math.abs(startMean - middle) > beyondRest * farthest
  return { estimate, t, significant }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
