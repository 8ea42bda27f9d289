import { detectableEffect } from '../../statistics/detectable-effect.ts'
import { type CountedShare, newcombeInterval } from '../../statistics/newcombe-interval.ts'
import { studentTCdf } from '../../statistics/student-t-cdf.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import { wilsonInterval } from '../../statistics/wilson-interval.ts'
import type { ChangeEstimate } from './change-estimate.ts'

/** A side's runs: of each a share, and how many requests it is of. */
export type SharesOfRuns = readonly CountedShare[]

/** How much more than their counts explain the runs of both sides differ: χ² over its degrees of freedom. */
interface Dispersion {
  readonly ratio: number
  readonly degrees: number
}

/**
 * B − A, two shares over all requests of each side's runs, by Newcombe's interval. Runs that differ by more than their counts explain
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
  const over = dispersion.degrees > 0 && dispersion.ratio > 1
  const degrees = over ? dispersion.degrees : Number.POSITIVE_INFINITY
  const effective = (runs: SharesOfRuns): CountedShare =>
    single
      ? worthOf(pooledShare(runs), assumedRunSd)
      : thinned(pooledShare(runs), over ? dispersion.ratio : 1)
  const [x, y] = [effective(a), effective(b)]
  const quantile = studentTQuantile(1 - alpha / 2, degrees)
  const interval = newcombeInterval(x, y, quantile)
  const smallestWith = (more: number): number => {
    const grown = { share: x.share, n: x.n * (1 + more / a.length) }
    const other = y.n * (1 + more / b.length)
    return smallestShown(grown, other, better, { alpha, degrees: over ? degrees + 2 * more : degrees })
  }
  const uneven = single && (isBetween(x.share) || isBetween(y.share))
  return {
    change: y.share - x.share,
    interval,
    variation: uneven ? 'assumed' : over ? 'own' : 'counts',
    standardError: (interval[1] - interval[0]) / (2 * quantile),
    degrees,
    p: pOf(x, y, degrees),
    smallestShown: smallestWith(0),
    smallestWith,
    note: uneven ? assumedNote(assumedRunSd) : null,
  }
}

/** The share over all requests of a side, with its interval. */
export function shareOfSide(runs: SharesOfRuns): {
  readonly value: number
  readonly ci95: readonly [number, number]
} {
  const { ratio, degrees } = dispersionOf([runs])
  const pooled = pooledShare(runs)
  return {
    value: pooled.share,
    ci95: wilsonInterval(pooled.share, degrees > 0 ? pooled.n / Math.max(1, ratio) : pooled.n),
  }
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

function thinned({ share, n }: CountedShare, by: number): CountedShare {
  return { share, n: n / by }
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

function assumedNote(sd: number): string {
  const percent = Number((100 * sd).toPrecision(3))
  return `one run a side can't show by how much runs vary: the rarer outcome is taken to vary by ${percent} % of itself`
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

/** The turn for the worse from x that `n` requests of the other side show with a chance of 0.8. */
function smallestShown(
  x: CountedShare,
  n: number,
  better: 'lower' | 'higher',
  test: { readonly alpha: number; readonly degrees: number },
): number {
  const from = better === 'lower' ? x.share : 1 - x.share
  const quantile = studentTQuantile(1 - test.alpha / 2, test.degrees)
  const beyond = detectableEffect(test.degrees, test.alpha) - quantile
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
