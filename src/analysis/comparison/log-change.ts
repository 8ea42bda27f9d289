import { detectableEffect } from '../../statistics/detectable-effect.ts'
import { studentTCdf } from '../../statistics/student-t-cdf.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import type { ChangeEstimate } from './change-estimate.ts'

/** Error of a difference, and what is behind it. */
export interface ErrorOfDifference {
  readonly standardError: number
  readonly degrees: number
}

/** A difference that is t-distributed, and its error with so many runs more a side; of several ways to see it, the larger counts. */
export interface StudentDifference extends ErrorOfDifference {
  readonly difference: number
  readonly errorsWith: (more: number) => readonly ErrorOfDifference[]
  /** With what chance the smallest change that is stated is to be shown, where it isn't the usual. */
  readonly aimedPower?: number
}

type Said = Pick<ChangeEstimate, 'variation' | 'note'>

/** A difference of logarithms, as the change in proportion that it is. */
export function logChange(of: StudentDifference, said: Said, alpha = 0.05): ChangeEstimate {
  return studentChange(of, said, alpha, Math.expm1)
}

/** A difference that is taken as it is. */
export function plainChange(of: StudentDifference, said: Said, alpha = 0.05): ChangeEstimate {
  return studentChange(of, said, alpha, (difference) => difference)
}

function studentChange(
  { difference, standardError, degrees, errorsWith, aimedPower }: StudentDifference,
  said: Said,
  alpha: number,
  asChange: (difference: number) => number,
): ChangeEstimate {
  const half = studentTQuantile(1 - alpha / 2, degrees) * standardError
  const smallestWith = (more: number): number => {
    const effects = errorsWith(more).map((error) =>
      error.standardError === 0
        ? 0
        : detectableEffect(error.degrees, alpha, aimedPower) * error.standardError,
    )
    return asChange(Math.max(...effects))
  }
  const without = difference === 0 ? 1 : 0
  const p = standardError === 0 ? without : 2 * studentTCdf(-Math.abs(difference) / standardError, degrees)
  return {
    rankP: null,
    ...said,
    change: asChange(difference),
    interval: [asChange(difference - half), asChange(difference + half)],
    standardError,
    degrees,
    p,
    smallestShown: smallestWith(0),
    smallestWith,
  }
}
