import { moments } from './moments.ts'
import { studentTQuantile } from './student-t-quantile.ts'

/**
 * Where the next value of a normal sample lies with this confidence: mean ± t s √(1 + 1/n) (Hahn & Meeker 1991, 4.7). Throws RangeError
 * for fewer than two values, or a confidence outside (0, 1).
 */
export function predictionInterval(
  values: Float64Array,
  confidence: number,
): readonly [low: number, high: number] {
  if (values.length < 2) throw new RangeError(`a prediction takes two values, not ${values.length}`)
  const { n, mean, sd } = moments(values)
  const half = studentTQuantile((1 + confidence) / 2, n - 1) * sd * Math.sqrt(1 + 1 / n)
  return [mean - half, mean + half]
}
