import { contrastLimit, contrastVariance, persistence } from './persistence.ts'

/** An effect, how sure it is, and how sure one must be. */
export interface DependentTest {
  readonly estimate: number
  /** The estimate in standard errors that allow for persistence. */
  readonly t: number
  /** Whether |t| is beyond `contrastLimit`. */
  readonly significant: boolean
}

/**
 * Slope of y on x by least squares, tested against all the persistence that its residuals leave possible. A test that
 * took successive values for independent, or Newey-West's with a few lags, finds a slope in many a stretch of a queue
 * that merely wanders. Without variation in x: NaN, not significant. Throws RangeError for unequal lengths.
 */
export function slopeTest(x: Float64Array, y: Float64Array): DependentTest {
  if (x.length !== y.length)
    throw new RangeError(`${x.length} values of x and ${y.length} of y have no slope`)
  const n = x.length
  const xMean = mean(x)
  const yMean = mean(y)
  const spread = x.reduce((sum, value) => sum + (value - xMean) ** 2, 0)
  const weights = x.map((value) => (value - xMean) / spread)
  const estimate = weights.reduce((sum, weight, i) => sum + weight * y[i]!, 0)
  const residuals = y.map((value, i) => value - yMean - estimate * (x[i]! - xMean))
  const t = estimate / Math.sqrt(contrastVariance(weights, persistence(residuals, 2)))
  return { estimate, t, significant: Math.abs(t) > contrastLimit(n) }
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
