import { normalCdf } from './normal-cdf.ts'
import { contrastVariance } from './persistence.ts'
import type { Random } from './random.ts'
import type { SegmentedNoise } from './segmented-noise.ts'

/** A segment whose last few values may be a new level. */
export interface FreshStep {
  readonly segment: Float64Array
  /** The first value of the new level is segment[at]. */
  readonly at: number
  /** Of older segments, if any, then of this one's values before `at`, then of those from there. */
  readonly noise: SegmentedNoise
  /** Least step that is one, in the unit of the values. */
  readonly leastShift: number
}

/** Most that p of no step times the chance of a `leastShift` by noise alone may be, and most that p may be whatever that chance is. */
const mostProduct = 5e-5
const mostP = 0.0025
/** Innovations below which too little is known of the noise. */
const fewestInnovations = 28
const permutations = 4999

/**
 * p of no step where a segment's last values may be a new level; null where that isn't small enough. The step is that of generalized
 * least squares under an autoregression ρ: of the innovations x_i − ρ x_{i−1} the first of the new level has weight 1, as all of the step
 * is new there, the others 1 − ρ. That tells a step of a few values from noise which the energy statistic, made to see any change
 * anywhere, can't.
 *
 * p is the share of permutations of the innovations with as large a step, either way, about the segment's own mean: they are
 * exchangeable where there is none, so with independent values the test is exact, however skewed or heavy their tails. It holds
 * p · P(noise alone shifts the mean by leastShift) to 5e-5, and p to 0.0025: the least shift is a guard against false alarms itself where
 * noise is small, and none where it is large. Both were set by simulation (docs/trend.md), for one call after each new value.
 */
export function freshStepP(step: FreshStep, random: Random): number | null {
  const { segment, at, noise } = step
  const { rho } = noise
  const most = Math.min(mostP, mostProduct / chanceOfLeast(step))
  const allowed = Math.floor(most * (permutations + 1))
  if (allowed < 1 || noise.innovations.length < fewestInnovations) return null
  // The newest first.
  const ofSegment = centred(segment.subarray(1).map((value, i) => value - rho * segment[i]!)).reverse()
  const older = noise.innovations.subarray(0, noise.innovations.length - ofSegment.length + 1)
  const pool = Float64Array.from([...older, ...ofSegment])
  const fresh = new Float64Array(segment.length - at).fill(1 - rho)
  fresh[fresh.length - 1] = 1
  // The segment's innovations sum to 0, so those before the step needn't be drawn unless older ones may take their places.
  const weights = older.length === 0 ? fresh : centred(ofSegment.map((_, i) => fresh[i] ?? 0))
  // Rounding may put a permutation just below what it is equal to.
  const least = Math.abs(dot(weights, ofSegment)) * (1 - 1e-9)
  let beyond = 1
  for (let k = 0; k < permutations; k++) {
    if (Math.abs(drawnStep(weights, pool, random)) < least) continue
    beyond++
    if (beyond > allowed) return null
  }
  return beyond / (permutations + 1)
}

/** Chance that noise shifts the mean of so many values by the least step or more, either way. */
function chanceOfLeast({ segment, at, noise, leastShift }: FreshStep): number {
  const { rho, innovationVariance } = noise
  const weights = segment.map((_, i) => (i < at ? -1 / at : 1 / (segment.length - at)))
  const variance = contrastVariance(weights, { phi: rho, upper: rho, innovationVariance })
  return variance === 0 ? 0 : 2 * normalCdf(-leastShift / Math.sqrt(variance))
}

/** The step of innovations drawn without putting back; permutes the pool, which has at least as many. */
function drawnStep(weights: Float64Array, pool: Float64Array, random: Random): number {
  let sum = 0
  for (let i = 0; i < weights.length; i++) {
    const pick = i + random.integer(pool.length - i)
    const value = pool[pick]!
    pool[pick] = pool[i]!
    pool[i] = value
    sum += weights[i]! * value
  }
  return sum
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value - mean)
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}
