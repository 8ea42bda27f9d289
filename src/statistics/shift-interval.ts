import { moments } from './moments.ts'
import { contrastVariance } from './persistence.ts'
import { segmentedNoise } from './segmented-noise.ts'
import { studentTQuantile } from './student-t-quantile.ts'

/** How far the mean moved between two stretches of a sequence. */
export interface Shift {
  readonly shift: number
  /** 95 % interval; null with fewer than two degrees of freedom. */
  readonly ci95: readonly [low: number, high: number] | null
}

/**
 * Mean after − mean before, for two stretches of one sequence with noise of one size, which may remember one step: the variance is that
 * of the contrast under an autoregression (`segmentedNoise`), and Student's t has the degrees of freedom of the pooled variance, rounded
 * down, in proportion to what autocorrelation leaves of the values. With an autocorrelation of 0 that is the two-sample t test. NaN
 * where a stretch is empty.
 */
export function shiftInterval(before: Float64Array, after: Float64Array): Shift {
  const shift = moments(after).mean - moments(before).mean
  const noise = segmentedNoise([before, after])
  const { rho } = noise
  const degrees = Math.floor((before.length + after.length) * ((1 - rho) / (1 + rho)) - 2)
  if (before.length === 0 || after.length === 0 || degrees < 1) return { shift, ci95: null }
  const weights = Float64Array.from([
    ...Array.from(before, () => -1 / before.length),
    ...Array.from(after, () => 1 / after.length),
  ])
  const variance = contrastVariance(weights, {
    phi: rho,
    upper: rho,
    innovationVariance: noise.innovationVariance,
  })
  const half = studentTQuantile(0.975, degrees) * Math.sqrt(variance)
  return { shift, ci95: [shift - half, shift + half] }
}
