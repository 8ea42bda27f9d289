import { moments } from '../../statistics/moments.ts'
import { studentTCdf } from '../../statistics/student-t-cdf.ts'

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
  } | null
}

/**
 * Whether runs were made by turns, and whether the figures drift within the sides: analysis of covariance of the logarithms with a
 * common slope on time (Fisher 1932, § 49), tested by Student's t with n − 3 degrees of freedom. Time is counted in mean gaps between runs.
 * It can't tell a drift between sides that were made one after the other from a difference of theirs, and few runs seldom show one: that none
 * is shown doesn't mean that there is none.
 */
export function runDrift(a: readonly TimedValue[], b: readonly TimedValue[]): RunDrift {
  const laterBy = meanRank(b, [...a, ...b]) - meanRank(a, [...a, ...b])
  return { laterBy, interleaved: Math.abs(laterBy) <= 1, trend: commonTrend(a, b) }
}

function commonTrend(a: readonly TimedValue[], b: readonly TimedValue[]): RunDrift['trend'] {
  const all = [...a, ...b]
  const degrees = all.length - 3
  if (a.length < 2 || b.length < 2) return null
  const { min, max } = moments(all.map(({ at }) => at))
  const gap = (max - min) / (all.length - 1)
  const within = [a, b].map((runs) => sums(runs, gap))
  const [xx, xy, yy] = (['xx', 'xy', 'yy'] as const).map((of) => within[0]![of] + within[1]![of])
  if (!(xx! > 0)) return null
  const slope = xy! / xx!
  const residual = Math.max(0, yy! - slope * xy!)
  const error = Math.sqrt(residual / degrees / xx!)
  const apart = (within[1]!.meanAt - within[0]!.meanAt) * slope
  const none = slope === 0 ? 1 : 0
  const p = error === 0 ? none : 2 * studentTCdf(-Math.abs(slope) / error, degrees)
  return { perRun: Math.expm1(slope), p, ofChange: Math.expm1(apart) }
}

/** Squares and products about the side's own means, of time in gaps and the logarithm. */
function sums(runs: readonly TimedValue[], gap: number) {
  const x = runs.map(({ at }) => (gap > 0 ? at / gap : 0))
  const y = runs.map(({ value }) => Math.log(value))
  const [meanAt, meanLog] = [moments(x).mean, moments(y).mean]
  const products = runs.map((_, i) => {
    const [dx, dy] = [x[i]! - meanAt, y[i]! - meanLog]
    return { xx: dx * dx, xy: dx * dy, yy: dy * dy }
  })
  const sum = (of: 'xx' | 'xy' | 'yy'): number => products.reduce((total, each) => total + each[of], 0)
  return { meanAt, xx: sum('xx'), xy: sum('xy'), yy: sum('yy') }
}

function meanRank(of: readonly TimedValue[], all: readonly TimedValue[]): number {
  const times = all.map(({ at }) => at).sort((x, y) => x - y)
  return of.reduce((sum, { at }) => sum + times.indexOf(at), 0) / of.length
}
