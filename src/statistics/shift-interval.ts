import { moments } from './moments.ts'
import { contrastVariance } from './persistence.ts'
import { segmentedNoise } from './segmented-noise.ts'
import { studentTQuantile } from './student-t-quantile.ts'

/** How far the mean moved between two stretches of a sequence. */
export interface Shift {
  readonly shift: number
  /** 95 % interval; null with less than one degree of freedom. */
  readonly ci95: readonly [low: number, high: number] | null
}

/**
 * Mean after − mean before, for two stretches of one sequence with noise of one size, which may remember one step: the variance is that
 * of the contrast under an autoregression (`segmentedNoise`), and Student's t has n (1 − ρ²) / (1 + ρ²) − 2 degrees of freedom, rounded
 * down: so many independent values would tell the variance as well (Bartlett, J. R. Stat. Soc. Suppl. 8 (1946) 27). With ρ = 0 that is
 * the two-sample t test. By simulation it covers in 96 to 98 of 100 cases: ρ is taken at its upper end. NaN where a stretch is empty.
 */
export function shiftInterval(before: Float64Array, after: Float64Array): Shift {
  const shift = moments(after).mean - moments(before).mean
  const noise = segmentedNoise([before, after])
  const { rho } = noise
  const degrees = Math.floor((before.length + after.length) * ((1 - rho ** 2) / (1 + rho ** 2)) - 2)
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
