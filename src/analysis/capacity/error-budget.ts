/**
 * How the 5 % of searches that may state a false bound are spent. Let c be the true capacity. A bound is false when a load above c
 * is said to hold, or one below c to fail.
 *
 * Every decision but those in `searched` is made on fresh runs at a candidate fixed before they were made, so that the looks
 * which led to the candidate cost nothing. Lower candidates (meant to hold) are all below upper ones (meant to fail): c can't be
 * below a lower and above an upper one, so of the two meant decisions only one can be false, and `meant` isn't halved.
 * Each is spent over attempts (a candidate that isn't confirmed is moved outward) and looks (after R and 2 R runs): the
 * sum of the levels of all tests that can be false is at most 0.05, whatever depends on what (Bonferroni).
 */
const meant = 0.04
/** A lower candidate that is found to fail, an upper one that is found to hold: each. */
const contrary = 0.005
/** Bounds that the search comes upon, where confirming ends without one. */
const searched = 0.005

/** Of what is left, each attempt at a bound has so much: 0.7, 0.21, 0.063 … */
const attemptShare = 0.7
const lookShares = [0.2, 0.8] as const

/** A bound that no candidate confirms is moved outward so often, less once. */
export const mostAttempts = 6

/** Runs at a candidate after which it is looked at. */
export function looks(confirmRuns: number): readonly number[] {
  return lookShares.map((_, look) => confirmRuns * 2 ** look)
}

export interface Levels {
  readonly meant: number
  readonly contrary: number
}

/** One-sided levels of an attempt's look, both counted from 0. */
export function levelsOf(attempt: number, look: number): Levels {
  const share = attemptShare * (1 - attemptShare) ** attempt * lookShares[look]!
  return { meant: meant * share, contrary: contrary * share }
}

/** One-sided level at each of so many loads that were probed in search of candidates. */
export function searchedLevel(loads: number): number {
  return searched / Math.max(1, loads)
}
