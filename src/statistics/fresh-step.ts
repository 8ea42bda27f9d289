import { normalCdf } from './normal-cdf.ts'
import { contrastVariance } from './persistence.ts'
import type { SegmentedNoise } from './segmented-noise.ts'
import { studentTCdf } from './student-t-cdf.ts'

/** A segment whose last few values may be a new level. */
export interface FreshStep {
  readonly segment: Float64Array
  /** The first value of the new level is segment[at]. */
  readonly at: number
  /** Of older segments, if any, and of this one's values before `at`: not of the new level's, in which a step would count as noise. */
  readonly noise: SegmentedNoise
  /** Least step that is one, in the unit of the values. */
  readonly leastShift: number
}

/** Most that p of no step times the chance of a `leastShift` by noise alone may be, and most that p may be whatever that chance is. */
const mostProduct = 6e-5
const mostP = 0.002
/** Nearer to 0 a p isn't told: nobody knows the tail of real noise so far out. */
const leastP = 0.0001
/** Innovations below which too little is known of the noise. */
const fewestInnovations = 25

/**
 * p of no step where a segment's last values may be a new level; null where that isn't small enough. The step is that of generalized
 * least squares under an autoregression ρ: of the innovations x_i − ρ x_{i−1} the first of the new level has weight 1, as all of the step
 * is new there, the others 1 − ρ. That tells a step of a few values from noise which the energy statistic, made to see any change
 * anywhere, can't. Neither a step that begins later fits better nor one that is over: two wild values are none of three.
 *
 * p is Student's t, two-sided. The step must also be as large as that of the same weights on the largest innovations there have been,
 * because a few of a skewed or heavy tail look like a step to t. p · P(noise alone shifts the mean by leastShift) is held to 6e-5,
 * and p to 0.002: the least shift is a guard against false alarms itself where noise is small, and none where it is large. Both
 * were set by simulation (docs/trend.md), for one call after each new value.
 */
export function freshStepP(step: FreshStep): number | null {
  const { segment, at, noise } = step
  const { rho, innovations, innovationVariance, degrees } = noise
  if (innovations.length < fewestInnovations) return null
  const size = levelSize(segment, rho, at)
  const isOver = levelSize(segment, rho, at, segment.length - 1) > size
  if (isOver || segment.some((_, from) => from > at && levelSize(segment, rho, from) > size)) return null
  if (size < largestSize(segment.length, at, noise)) return null
  const p = 2 * studentTCdf(-size / Math.sqrt(innovationVariance), degrees)
  return p <= Math.min(mostP, mostProduct / chanceOfLeast(step)) ? Math.max(leastP, p) : null
}

/** Least-squares size of another level from `from` until `to` over its standard error, in the unit of the values: that of an innovation is 1. */
function levelSize(segment: Float64Array, rho: number, from: number, to = segment.length): number {
  const weights = centred(
    steps(
      segment.map((_, i) => (i >= from && i < to ? 1 : 0)),
      rho,
    ),
  )
  return Math.abs(dot(weights, steps(segment, rho))) / Math.sqrt(dot(weights, weights))
}

/** The size that a level has if the innovations from `at` on are the largest of the noise, in the worst order, and those before are 0. */
function largestSize(length: number, at: number, { rho, innovations }: SegmentedNoise): number {
  const level = steps(
    Float64Array.from({ length }, (_, i) => (i < at ? 0 : 1)),
    rho,
  )
  const weights = centred(level)
  const rising = innovations.slice().sort()
  const falling = rising.slice().reverse()
  const fresh = level.subarray(at - 1)
  return Math.max(dot(fresh, falling), -dot(fresh, rising)) / Math.sqrt(dot(weights, weights))
}

/** Chance that noise shifts the mean of so many values by the least step or more, either way. */
function chanceOfLeast({ segment, at, noise, leastShift }: FreshStep): number {
  const { rho, innovationVariance } = noise
  const weights = segment.map((_, i) => (i < at ? -1 / at : 1 / (segment.length - at)))
  const variance = contrastVariance(weights, { phi: rho, upper: rho, innovationVariance })
  return variance === 0 ? 0 : 2 * normalCdf(-leastShift / Math.sqrt(variance))
}

/** What is new in each value. */
function steps(values: Float64Array, rho: number): Float64Array {
  return values.subarray(1).map((value, i) => value - rho * values[i]!)
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value - mean)
}

/** Of as many as `a` has. */
function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0)
}
