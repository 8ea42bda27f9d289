import { digamma, trigamma } from './polygamma.ts'

/** Variances of several groups, each made steadier by what the others say. */
export interface ModeratedVariances {
  /** One for each group; NaN for all when no group has degrees of freedom. */
  readonly variances: Float64Array
  /** Degrees of freedom behind each of them. */
  readonly degrees: Float64Array
}

/** The groups' variances may differ more than luck explains, but a group of two or three never stands on its own. */
const leastPriorDegrees = 2
/** A variance that is 0 by luck or by rounding has no logarithm. */
const leastShareOfMedian = 1e-3

/**
 * With two or three runs a group, a group's own variance is worth little: one run in forty has a tenth of the true one, and as a
 * weight that would decide the fit. Smyth's empirical Bayes (Stat. Appl. Genet. Mol. Biol. 3 (2004) 1:3): the true
 * variances are taken to be scaled-inverse-χ² about s₀² with d₀ degrees of freedom, d₀ and s₀² found from the mean and the spread of
 * ln s²; a group's is then (d₀ s₀² + d s²) / (d₀ + d). Groups without degrees of freedom get s₀².
 *
 * Where they differ by no more than luck explains, within two standard errors, all get the pooled one. (Smyth stops at luck
 * itself. Then every other sweep whose variances are equal gets unequal ones, small where runs agreed by luck, and
 * intervals that hold the truth in 87 of 100 instead of 92, with five runs a point.)
 */
export function moderatedVariances(variances: Float64Array, degrees: Float64Array): ModeratedVariances {
  const known = Array.from(degrees.keys()).filter((i) => degrees[i]! > 0)
  const total = known.reduce((sum, i) => sum + degrees[i]!, 0)
  const pooled = known.reduce((sum, i) => sum + degrees[i]! * variances[i]!, 0) / total
  const prior = known.length > 2 && pooled > 0 ? priorOf(variances, degrees, known) : null
  if (prior === null) {
    return { variances: variances.map(() => pooled), degrees: degrees.map(() => total) }
  }
  const { d0, s0 } = prior
  return {
    variances: variances.map((own, i) =>
      degrees[i]! > 0 ? (d0 * s0 + degrees[i]! * own) / (d0 + degrees[i]!) : s0,
    ),
    degrees: degrees.map((own) => Math.min(total, d0 + own)),
  }
}

/** Null: the variances needn't differ at all. */
function priorOf(
  variances: Float64Array,
  degrees: Float64Array,
  known: readonly number[],
): { readonly d0: number; readonly s0: number } | null {
  const sorted = known.map((i) => variances[i]!).sort((a, b) => a - b)
  const floor = Math.max(sorted[sorted.length >> 1]! * leastShareOfMedian, Number.MIN_VALUE)
  const logs = known.map((i) => {
    const half = degrees[i]! / 2
    return Math.log(Math.max(variances[i]!, floor)) - digamma(half) + Math.log(half)
  })
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length
  const spread = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (logs.length - 1)
  const luck = known.reduce((sum, i) => sum + trigamma(degrees[i]! / 2), 0) / known.length
  if (spread <= luck * (1 + 2 * spreadError(known.map((i) => degrees[i]!)))) return null
  const half = Math.max(leastPriorDegrees / 2, trigammaInverse(spread - luck))
  return { d0: 2 * half, s0: Math.exp(mean + digamma(half) - Math.log(half)) }
}

/**
 * Relative standard error of a sample variance of ln χ²: √(2 / (k − 1) + excess kurtosis / k), and the kurtosis of ln χ² with d degrees
 * of freedom is about 4.8 / d.
 */
function spreadError(degrees: readonly number[]): number {
  const k = degrees.length
  return Math.sqrt(2 / (k - 1) + degrees.reduce((sum, d) => sum + 4.8 / d, 0) / k ** 2)
}

/** By bisection of the logarithm: ψ′ falls from ∞ to 0. */
function trigammaInverse(value: number): number {
  let low = Math.log(1e-6)
  let high = Math.log(1e9)
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return Math.exp(middle)
    if (trigamma(Math.exp(middle)) > value) low = middle
    else high = middle
  }
}
