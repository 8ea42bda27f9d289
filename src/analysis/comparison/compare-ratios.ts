import type { Ci95 } from '../../metrics/summary.ts'
import { z } from '../../statistics/batch-inflation.ts'
import { type Moments, moments } from '../../statistics/moments.ts'
import { welchOfMoments } from '../../statistics/welch-t.ts'
import type { ChangeEstimate } from './change-estimate.ts'
import { logChange } from './log-change.ts'

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
  const welch = welchOfMoments(over, under)
  const errorWith = (more: number): typeof welch =>
    welchOfMoments({ ...over, n: over.n + more }, { ...under, n: under.n + more })
  return logChange({ ...welch, errorWith }, { variation: 'own', note: null })
}

function borrowed(under: Moments, over: Moments): ChangeEstimate {
  const [single, many, name, other] = under.n === 1 ? [under, over, 'A', 'B'] : [over, under, 'B', 'A']
  const errorWith = (more: number) => ({
    standardError: many.sd * Math.sqrt(1 / (single.n + more) + 1 / (many.n + more)),
    degrees: single.n + many.n + 2 * more - 2,
  })
  const note = `${name} is a single run, and is taken to vary as the runs of ${other} do`
  return logChange(
    { difference: over.mean - under.mean, ...errorWith(0), errorWith },
    { variation: 'borrowed', note },
  )
}

function assumed(a: FiguresOfRuns, b: FiguresOfRuns, assumedRunSd: number): ChangeEstimate {
  const within = [...a.ci95, ...b.ci95].reduce((sum, ci95) => sum + varianceWithin(ci95), 0)
  const variance = 2 * assumedRunSd ** 2 + within
  const errorWith = (more: number) => ({
    standardError: Math.sqrt(variance / (1 + more)),
    // With repeats nothing need be assumed.
    degrees: more === 0 ? Number.POSITIVE_INFINITY : 2 * more,
  })
  const percent = Number((100 * assumedRunSd).toPrecision(3))
  const note = `one run a side can't show by how much runs vary: they are taken to vary by ${percent} %`
  const difference = Math.log(b.values[0]!) - Math.log(a.values[0]!)
  return logChange({ difference, ...errorWith(0), errorWith }, { variation: 'assumed', note })
}

/** Of the logarithm, from its 95 % interval. */
function varianceWithin(ci95: Ci95): number {
  return ci95 === null || ci95[0] <= 0 ? 0 : (Math.log(ci95[1] / ci95[0]) / (2 * z)) ** 2
}
