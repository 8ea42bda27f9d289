import type { Ci95 } from '../../metrics/summary.ts'
import { z } from '../../statistics/batch-inflation.ts'
import { moments } from '../../statistics/moments.ts'
import { degreesOf, type SampleMoments, welchOfMoments } from '../../statistics/welch-t.ts'
import type { ChangeEstimate } from './change-estimate.ts'
import { type ErrorOfDifference, logChange } from './log-change.ts'
import { rankNote, rankP } from './rank-check.ts'
import { type RunDrift, trendLeftOut } from './run-drift.ts'
import { assumedNote, borrowedNote, trendNote } from './variation-note.ts'

/** What runs of a side show: a positive figure each, and its interval within the run. */
export interface FiguresOfRuns {
  readonly values: readonly number[]
  readonly ci95: readonly Ci95[]
  /** Of each logarithm, by rounding alone: see `leastVariance`. */
  readonly leastVariances: readonly number[]
  /** When each was started, in ms. */
  readonly startsMs: readonly number[]
}

/**
 * B ÷ A by the geometric means of the runs, whose logarithms are compared: by Welch's t where both sides have two runs or more; where
 * one has a single one, by Student's with the other's variance; where both have, by a normal whose standard deviation between
 * runs is the one assumed, with what each run says of its own error added. Of four runs a side or more that were made by turns the linear
 * trend that both share is left out. Runs vary by no less than rounding makes them.
 */
export function compareRatios(a: FiguresOfRuns, b: FiguresOfRuns, assumedRunSd: number): ChangeEstimate {
  const [under, over] = [logMoments(a, a.values.map(Math.log)), logMoments(b, b.values.map(Math.log))]
  if (under.n === 1 && over.n === 1) return assumed(a, b, assumedRunSd)
  if (under.n === 1 || over.n === 1) return borrowed(under, over)
  const trend = trendLeftOut(timed(a), timed(b))
  const compared = trend === null ? welch(over, under, null) : withoutTrend(a, b, trend)
  const [x, y] = trend?.fit.levels ?? [a, b]
  return withRanks(compared, rankP(x.values, y.values))
}

/** A trend that is shown at this level is worth a note. */
const trendAlpha = 0.01

/**
 * Of what is left without a common trend. Where B's runs were made later on average, by up to one, the error of its slope is added: Var γ̂ is the sum of
 * Sᵢ² sᵢ² ÷ (ΣSᵢ)², with Sᵢ the spread of a side's places.
 */
function withoutTrend(
  a: FiguresOfRuns,
  b: FiguresOfRuns,
  { perRun, p, fit: { levels } }: NonNullable<RunDrift['trend']>,
): ChangeEstimate {
  const [under, over] = ([a, b] as const).map((runs, side) => {
    const { values, degrees } = levels[side]!
    return logMoments(runs, values, degrees)
  }) as [SampleMoments, SampleMoments]
  const [x, y] = levels
  const ofSlope = (x.spread * under.sd ** 2 + y.spread * over.sd ** 2) / (x.spread + y.spread) ** 2
  const apart = (y.at - x.at) ** 2 * ofSlope
  return welch(over, under, p < trendAlpha ? trendNote(perRun) : null, apart)
}

/** `apart`: what is added to the variance of the difference; with more runs it becomes less in proportion. */
function welch(over: SampleMoments, under: SampleMoments, note: string | null, apart = 0): ChangeEstimate {
  const { standardError: alone } = welchOfMoments(over, under)
  const wider = alone === 0 ? 1 : Math.sqrt(1 + apart / alone ** 2)
  const widened = <Error extends ErrorOfDifference>(error: Error): Error => {
    return { ...error, standardError: wider * error.standardError }
  }
  const errorsWith = (more: number): readonly ErrorOfDifference[] => {
    const [y, x] = [grown(over, more), grown(under, more)]
    return [welchOfMoments(y, x), pooledError(y, x, pooledSd(over, under))].map(widened)
  }
  return logChange({ ...widened(welchOfMoments(over, under)), errorsWith }, { variation: 'own', note })
}

function withRanks(estimate: ChangeEstimate, byRanks: number | null): ChangeEstimate {
  const notes = [estimate.note, rankNote(estimate.p, byRanks)].filter((note) => note !== null)
  return { ...estimate, rankP: byRanks, note: notes.length === 0 ? null : notes.join('; ') }
}

function grown(side: SampleMoments, more: number): SampleMoments {
  return { ...side, n: side.n + more, degrees: degreesOf(side) + more }
}

/**
 * The error if both sides vary alike. Where the smaller side happens to vary little, Welch's t believes it, and promises to show
 * what the next comparison doesn't.
 */
function pooledError(y: SampleMoments, x: SampleMoments, sd: number): ErrorOfDifference {
  return { standardError: sd * Math.sqrt(1 / y.n + 1 / x.n), degrees: degreesOf(y) + degreesOf(x) }
}

function pooledSd(y: SampleMoments, x: SampleMoments): number {
  const [dy, dx] = [degreesOf(y), degreesOf(x)]
  return Math.sqrt((dy * y.sd ** 2 + dx * x.sd ** 2) / (dy + dx))
}

/** Of a side's logarithms, whose variance is no less than that of rounding. */
function logMoments(
  { leastVariances }: FiguresOfRuns,
  logs: readonly number[],
  degrees = logs.length - 1,
): SampleMoments {
  const { n, mean, sd } = moments(logs)
  const variance = n < 2 ? 0 : (sd ** 2 * (n - 1)) / degrees
  return { n, mean, degrees, sd: Math.sqrt(Math.max(variance, moments(leastVariances).mean)) }
}

function timed({ values, startsMs }: FiguresOfRuns) {
  return values.map((value, run) => ({ at: startsMs[run]!, value }))
}

function borrowed(under: SampleMoments, over: SampleMoments): ChangeEstimate {
  const [single, many, name] = under.n === 1 ? ([under, over, 'A'] as const) : ([over, under, 'B'] as const)
  const errorWith = (more: number): ErrorOfDifference =>
    pooledError(grown(single, more), grown(many, more), Math.max(many.sd, single.sd))
  return logChange(
    { difference: over.mean - under.mean, ...errorWith(0), errorsWith: (more) => [errorWith(more)] },
    { variation: 'borrowed', note: borrowedNote(name) },
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
  const note = assumedNote('they are', assumedRunSd, '')
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
