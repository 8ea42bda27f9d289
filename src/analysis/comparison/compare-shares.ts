import { detectableByCounts, detectableEffect } from '../../statistics/detectable-effect.ts'
import { type CountedShare, newcombeInterval } from '../../statistics/newcombe-interval.ts'
import { studentTCdf } from '../../statistics/student-t-cdf.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import { wilsonInterval } from '../../statistics/wilson-interval.ts'
import type { ChangeEstimate } from './change-estimate.ts'
import { assumedNote, borrowedNote } from './variation-note.ts'

/** A run's share, and of how many requests. */
export interface ShareOfRun extends CountedShare {
  /** How many independent ones they are worth by the run's own interval; n where it has none. */
  readonly effective: number
}

export type SharesOfRuns = readonly ShareOfRun[]

/** How much more than their counts explain the runs of both sides differ: χ² over its degrees of freedom. */
interface Dispersion {
  readonly ratio: number
  readonly degrees: number
}

/**
 * B − A, two shares over all requests of each side's runs, by Newcombe's interval for as many as they are worth. Runs that differ by more than their counts explain
 * (χ² above its degrees of freedom) are worth fewer requests, by χ² / degrees, and then the quantile is Student's with those.
 * `better: 'higher'` says on which side the change lies that is looked for: the smallest that would be shown is of a turn for the worse.
 */
export function compareShares(
  a: SharesOfRuns,
  b: SharesOfRuns,
  better: 'lower' | 'higher',
  assumedRunSd: number,
  alpha = 0.05,
): ChangeEstimate {
  const dispersion = dispersionOf([a, b])
  const single = a.length === 1 && b.length === 1
  const lone = a.length === 1 || b.length === 1
  const over = dispersion.degrees > 0 && dispersion.ratio > 1
  const degrees = over ? dispersion.degrees : Number.POSITIVE_INFINITY
  const effective = (runs: SharesOfRuns): CountedShare => {
    const { share, n } = pooledShare(runs)
    const within = runs.reduce((sum, run) => sum + run.effective, 0)
    if (single) return worthOf({ share, n: within }, assumedRunSd)
    return { share, n: over ? Math.min(within, n / dispersion.ratio) : within }
  }
  const [x, y] = [effective(a), effective(b)]
  const quantile = studentTQuantile(1 - alpha / 2, degrees)
  const interval = newcombeInterval(x, y, quantile)
  const smallestWith = (more: number): number => {
    const grown = { share: x.share, n: x.n * (1 + more / a.length) }
    const other = y.n * (1 + more / b.length)
    const between = dispersion.degrees === 0 ? 0 : dispersion.degrees + 2 * more
    return smallestShown(grown, other, better, sharpnessOf(alpha, over, between))
  }
  const uneven = single && (isBetween(x.share) || isBetween(y.share))
  return {
    change: y.share - x.share,
    interval,
    variation: uneven ? 'assumed' : over ? (lone ? 'borrowed' : 'own') : 'counts',
    standardError: (interval[1] - interval[0]) / (2 * quantile),
    degrees,
    p: pOf(x, y, degrees),
    rankP: null,
    smallestShown: smallestWith(0),
    smallestWith,
    note: uneven
      ? assumedNote('the rarer outcome is', assumedRunSd, ' of itself')
      : over && lone
        ? borrowedNote(a.length === 1 ? 'A' : 'B')
        : null,
  }
}

/** The share over all requests of a side, with its interval. */
export function shareOfSide(runs: SharesOfRuns): {
  readonly value: number
  readonly ci95: readonly [number, number]
} {
  const { ratio, degrees } = dispersionOf([runs])
  const { share, n } = pooledShare(runs)
  const within = runs.reduce((sum, run) => sum + run.effective, 0)
  return { value: share, ci95: wilsonInterval(share, degrees > 0 ? Math.min(within, n / ratio) : within) }
}

function pooledShare(runs: SharesOfRuns): CountedShare {
  const n = runs.reduce((sum, run) => sum + run.n, 0)
  return { share: Math.min(1, runs.reduce((sum, run) => sum + run.share * run.n, 0) / n), n }
}

/** Sides on which all requests, or none, are counted say nothing of it. */
function dispersionOf(sides: readonly SharesOfRuns[]): Dispersion {
  let square = 0
  let degrees = 0
  for (const runs of sides) {
    const { share } = pooledShare(runs)
    if (!isBetween(share)) continue
    square += runs.reduce((sum, run) => sum + (run.n * (run.share - share) ** 2) / (share * (1 - share)), 0)
    degrees += runs.length - 1
  }
  return { ratio: degrees === 0 ? 1 : square / degrees, degrees }
}

/** A single run's: the rarer of the two outcomes is taken to vary between runs by so much of itself. */
function worthOf({ share, n }: CountedShare, assumedRunSd: number): CountedShare {
  const alone = share * (1 - share)
  const between = (assumedRunSd * Math.min(share, 1 - share)) ** 2
  return isBetween(share) ? { share, n: alone / (alone / n + between) } : { share, n }
}

function isBetween(share: number): boolean {
  return share > 0 && share < 1
}

/** Two-sided: the level at which the interval's end would be 0. */
function pOf(x: CountedShare, y: CountedShare, degrees: number): number {
  const change = y.share - x.share
  if (change === 0) return 1
  const holdsZero = (quantile: number): boolean => {
    const [low, high] = newcombeInterval(x, y, quantile)
    return low <= 0 && high >= 0
  }
  let low = 0
  let high = 1
  while (!holdsZero(high) && high < 1e6) high *= 2
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2
    if (holdsZero(middle)) high = middle
    else low = middle
  }
  return 2 * studentTCdf(-high, degrees)
}

/** A test's critical value, and by how many standard errors a change must lie beyond it to be shown with a chance of 0.8. */
interface Sharpness {
  readonly quantile: number
  readonly beyond: number
}

/** `between` is χ²'s degrees of freedom, 0 where runs can't be told from each other. */
function sharpnessOf(alpha: number, over: boolean, between: number): Sharpness {
  const quantile = studentTQuantile(1 - alpha / 2, over ? between : Number.POSITIVE_INFINITY)
  if (over) return { quantile, beyond: detectableEffect(between, alpha) - quantile }
  const effect =
    between === 0 ? detectableEffect(Number.POSITIVE_INFINITY, alpha) : detectableByCounts(between, alpha)
  return { quantile, beyond: effect - quantile }
}

/** The turn for the worse from x that `n` requests of the other side show with a chance of 0.8. */
function smallestShown(
  x: CountedShare,
  n: number,
  better: 'lower' | 'higher',
  { quantile, beyond }: Sharpness,
): number {
  const from = better === 'lower' ? x.share : 1 - x.share
  const shows = (change: number): boolean => {
    const to = from + change
    const [low] = newcombeInterval({ share: from, n: x.n }, { share: to, n }, quantile)
    return low >= beyond * Math.sqrt((from * (1 - from)) / x.n + (to * (1 - to)) / n)
  }
  let low = 0
  let high = 1 - from
  if (!shows(high)) return 1
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if (shows(middle)) high = middle
    else low = middle
  }
  return high
}
