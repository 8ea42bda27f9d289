import { type CommonSlope, commonSlope, type Placed } from '../../statistics/common-slope.ts'

/** When a run was made, and a figure of it. */
export interface TimedValue {
  /** In any unit and from any origin, the same for both sides. */
  readonly at: number
  /** Above 0. */
  readonly value: number
}

/** What the order of two sides' runs leaves open. */
export interface RunDrift {
  /** How many runs later B's were made than A's, on average: 0 for ABBA, 1 for ABAB, 3 for AAABBB. */
  readonly laterBy: number
  /** B's were made at most one run later or earlier: then a drift moves both sides nearly alike. */
  readonly interleaved: boolean
  /** Null with fewer than two runs of each side, or all of a side's at once. */
  readonly trend: {
    /** Relative change from one run to the next, common to both sides. */
    readonly perRun: number
    /** Two-sided, of no trend. */
    readonly p: number
    /** What the trend would do to B ÷ A − 1 by itself. */
    readonly ofChange: number
    /** Of the logarithms, on how many runs were made before. */
    readonly fit: CommonSlope
  } | null
}

/**
 * Whether runs were made by turns, and whether the figures drift within the sides: a slope of the logarithms that both sides share
 * (`commonSlope`), on how many runs were made before: a pause of a night between two of them weighs no more than one of a minute.
 * It can't tell a drift between sides that were made one after the other from a difference of theirs, and few runs seldom show one: that none
 * is shown doesn't mean that there is none.
 */
export function runDrift(a: readonly TimedValue[], b: readonly TimedValue[]): RunDrift {
  const times = [...a, ...b].map(({ at }) => at).sort((x, y) => x - y)
  const [x, y] = [a, b].map((runs) => {
    return runs.map(({ at, value }): Placed => ({ at: times.indexOf(at), value: Math.log(value) }))
  }) as [Placed[], Placed[]]
  const laterBy = meanPlace(y) - meanPlace(x)
  return { laterBy, interleaved: Math.abs(laterBy) <= 1, trend: trendOf(x, y, laterBy) }
}

/** Below so many runs of a side the degree of freedom that a slope costs is worth more than what it takes out. */
const fewestForTrend = 4

/**
 * The trend that a comparison of these runs leaves out: of runs that were made by turns, one after the other and at least four a side.
 * Of runs that weren't, it can't be told from a difference between the sides. Null where none is left out.
 */
export function trendLeftOut(a: readonly TimedValue[], b: readonly TimedValue[]): RunDrift['trend'] {
  const times = [...a, ...b].map(({ at }) => at)
  const inOrder = times.every(Number.isFinite) && new Set(times).size === times.length
  if (!inOrder || Math.min(a.length, b.length) < fewestForTrend) return null
  const { interleaved, trend } = runDrift(a, b)
  return interleaved ? trend : null
}

function trendOf(x: readonly Placed[], y: readonly Placed[], laterBy: number): RunDrift['trend'] {
  const fit = commonSlope(x, y)
  if (fit === null) return null
  return { perRun: Math.expm1(fit.slope), p: fit.p, ofChange: Math.expm1(laterBy * fit.slope), fit }
}

function meanPlace(runs: readonly Placed[]): number {
  return runs.reduce((sum, { at }) => sum + at, 0) / runs.length
}
