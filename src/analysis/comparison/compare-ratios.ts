import type { Ci95 } from '../../metrics/summary.ts'
import { z } from '../../statistics/batch-inflation.ts'
import { type Moments, moments } from '../../statistics/moments.ts'
import { type SampleMoments, welchOfMoments } from '../../statistics/welch-t.ts'
import type { ChangeEstimate } from './change-estimate.ts'
import { type ErrorOfDifference, logChange } from './log-change.ts'

/** What runs of a side show: a positive figure each, and its interval within the run. */
export interface FiguresOfRuns {
  readonly values: readonly number[]
  readonly ci95: readonly Ci95[]
}

/**
 * B ÷ A by the geometric means of the runs, whose logarithms are compared: by Welch's t where both sides have two runs or more; where
 * one has a single one, by Student's with the other's variance; where both have, by a normal whose standard deviation between
 * runs is the one assumed, with what each run says of its own error added.
 */
export function compareRatios(a: FiguresOfRuns, b: FiguresOfRuns, assumedRunSd: number): ChangeEstimate {
  const under = moments(a.values.map(Math.log))
  const over = moments(b.values.map(Math.log))
  if (under.n === 1 && over.n === 1) return assumed(a, b, assumedRunSd)
  if (under.n === 1 || over.n === 1) return borrowed(under, over)
  const own = welchOfMoments(over, under)
  const errorsWith = (more: number): readonly ErrorOfDifference[] => {
    const [y, x] = [
      { ...over, n: over.n + more },
      { ...under, n: under.n + more },
    ]
    return [welchOfMoments(y, x), pooledError(y, x, pooledSd(over, under))]
  }
  return logChange({ ...own, errorsWith }, { variation: 'own', note: null })
}

/**
 * The error if both sides vary alike. Where the smaller side happens to vary little, Welch's t believes it, and promises to show
 * what the next comparison doesn't.
 */
function pooledError(y: SampleMoments, x: SampleMoments, sd: number): ErrorOfDifference {
  return { standardError: sd * Math.sqrt(1 / y.n + 1 / x.n), degrees: y.n + x.n - 2 }
}

function pooledSd(y: SampleMoments, x: SampleMoments): number {
  return Math.sqrt(((y.n - 1) * y.sd ** 2 + (x.n - 1) * x.sd ** 2) / (y.n + x.n - 2))
}

function borrowed(under: Moments, over: Moments): ChangeEstimate {
  const [single, many, name, other] = under.n === 1 ? [under, over, 'A', 'B'] : [over, under, 'B', 'A']
  const errorWith = (more: number): ErrorOfDifference =>
    pooledError({ ...single, n: single.n + more }, { ...many, n: many.n + more }, many.sd)
  const note = `${name} is a single run, and is taken to vary as the runs of ${other} do`
  return logChange(
    { difference: over.mean - under.mean, ...errorWith(0), errorsWith: (more) => [errorWith(more)] },
    { variation: 'borrowed', note },
  )
}

function assumed(a: FiguresOfRuns, b: FiguresOfRuns, assumedRunSd: number): ChangeEstimate {
  const within = [...a.ci95, ...b.ci95].reduce((sum, ci95) => sum + varianceWithin(ci95), 0)
  const variance = 2 * assumedRunSd ** 2 + within
  const errorWith = (more: number): ErrorOfDifference => ({
    standardError: Math.sqrt(variance / (1 + more)),
    // With repeats nothing need be assumed.
    degrees: more === 0 ? Number.POSITIVE_INFINITY : 2 * more,
  })
  const percent = Number((100 * assumedRunSd).toPrecision(3))
  const note = `one run a side can't show by how much runs vary: they are taken to vary by ${percent} %`
  const difference = Math.log(b.values[0]!) - Math.log(a.values[0]!)
  return logChange(
    { difference, ...errorWith(0), errorsWith: (more) => [errorWith(more)] },
    { variation: 'assumed', note },
  )
}

/** Of the logarithm, from its 95 % interval. */
function varianceWithin(ci95: Ci95): number {
  return ci95 === null || ci95[0] <= 0 ? 0 : (Math.log(ci95[1] / ci95[0]) / (2 * z)) ** 2
}
