import { normalQuantile } from '../../statistics/normal-quantile.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import type { CapacityOptions } from './capacity-options.ts'
import type { Crossing } from './crossing.ts'
import { levelsOf, looks, mostAttempts } from './error-budget.ts'
import { margin } from './evidence-margin.ts'
import type { Explored } from './explore.ts'
import type { LoadEvidence } from './load-evidence.ts'
import { roundedLoad } from './rounded-load.ts'

/** A load that is to be a bound, and how long each of its runs is. */
export interface CandidateLoad {
  readonly load: number
  readonly seconds: number
}

export interface ConfirmPlan {
  readonly lower: CandidateLoad | null
  readonly upper: CandidateLoad | null
}

/** What is left for confirming. */
export interface RestOfBudget {
  readonly seconds: number
  /** What each run takes besides its own length. */
  readonly overheadSeconds: number
}

/** A candidate should be decided by its second look in seven of ten searches: one that isn't is tried farther away. */
const power = normalQuantile(0.7)
/** What is kept for that: some 0.4 of the time of one candidate at twice the distance. */
const reserve = 1.25
/** Loads are rounded, and the bracket should still be no wider than asked for. */
const roundingSlack = 0.97
/** In ln(load): no search sets its bounds wider apart than a factor of four. */
const widest = Math.LN2

/**
 * Bounds around what was found, as near as the rest of the budget can confirm, and not nearer than asked for. With the
 * crossing x known within se, and within u = s / √T by T seconds of new runs, a bound at a distance w (in ln(load)) is told from x
 * by the second look, with that power, when d ≥ t u + z √(u² + se²). Here d = w as long as that is small; but below the crossing
 * a share can't fall by more than itself, and with the logit's slope β, d = (1 − e^(−β w)) / β.
 */
export function confirmPlan(
  options: CapacityOptions,
  { below, above, crossing }: Explored,
  rest: RestOfBudget,
): ConfirmPlan {
  const sides = below !== null && above !== null ? 2 : 1
  const runSeconds = longestRun(options, rest, sides)
  if (crossing !== null) {
    const { step, seconds } = bounds(options, crossing, 0, runSeconds)
    const lower = roundedLoad(crossing.x - step, options, Math.floor)
    const upper = roundedLoad(crossing.x + step, options, Math.ceil)
    return { lower: { load: lower, seconds }, upper: { load: upper, seconds } }
  }
  const certainty = t(options, 0) + power
  const sure = Math.max(
    below === null ? 0 : untilSure(below, certainty, 1),
    above === null ? 0 : untilSure(above, certainty, -1),
  )
  const seconds = clamped(sure / secondLook(options), options.shortestSeconds, runSeconds)
  return {
    lower: below === null ? null : { load: below.load, seconds },
    upper: above === null ? null : { load: above.load, seconds },
  }
}

/**
 * Where a bound is tried again when the runs at the one before left it undecided or found the contrary: outward, and by a fit that
 * knows these runs too.
 */
export function nextCandidate(
  options: CapacityOptions,
  role: 'lower' | 'upper',
  before: CandidateLoad,
  crossing: Crossing | null,
  attempt: number,
  rest: RestOfBudget,
): CandidateLoad {
  const side = role === 'lower' ? -1 : 1
  const round = role === 'lower' ? Math.floor : Math.ceil
  const move = leastMove * 2 ** (attempt - 1) * Math.log1p(options.width)
  const outward = Math.log(before.load) + side * move
  if (crossing === null) return { ...before, load: roundedLoad(outward, options, round) }
  const { step, seconds } = bounds(options, crossing, attempt, longestRun(options, rest, 1))
  const x = role === 'lower' ? Math.min(outward, crossing.x - step) : Math.max(outward, crossing.x + step)
  return { load: roundedLoad(x, options, round), seconds }
}

/** By how much of the bracket's width, in ln(load), a nearer bound must be nearer to be worth its runs. */
const leastGain = 0.15

/** What has been tried of each bound: how often, and the load nearest to the other bound. */
export interface TriedSoFar {
  readonly lower: { readonly attempts: number; readonly nearest: number }
  readonly upper: { readonly attempts: number; readonly nearest: number }
}

/**
 * A nearer candidate between two bounds, for the one that is farther from the crossing if it can be had, or null where the rest of the
 * budget can't confirm one. Where the crossing isn't between the bounds the middle is tried: if the server is steep that halves
 * the bracket whatever comes of it. Lower candidates stay below all upper ones, and where one was left undecided the next is only half
 * as near.
 */
export function nearerPlan(
  options: CapacityOptions,
  { verified, refuted }: { readonly verified: number; readonly refuted: number },
  tried: TriedSoFar,
  crossing: Crossing | null,
  rest: RestOfBudget,
): ConfirmPlan | null {
  const [low, high] = [Math.log(verified), Math.log(refuted)]
  const possible = Math.floor(rest.seconds / (options.shortestSeconds + rest.overheadSeconds))
  if (high - low <= Math.log1p(options.width) || possible < options.confirmRuns) return null
  const runSeconds = rest.seconds / Math.min(secondLook(options), possible) - rest.overheadSeconds
  const isBetween = crossing !== null && crossing.x > low && crossing.x < high
  const x = isBetween ? crossing.x : (low + high) / 2
  const nearer = (role: 'lower' | 'upper'): CandidateLoad | null => {
    const { attempts, nearest } = tried[role]
    if (attempts === mostAttempts) return null
    const [bound, side, round] =
      role === 'lower' ? ([low, -1, Math.floor] as const) : ([high, 1, Math.ceil] as const)
    const { step, seconds } = isBetween
      ? bounds(options, crossing, attempts, runSeconds)
      : { step: 0, seconds: runSeconds }
    // Of what is left of the budget nothing is saved by not trying.
    const wanted = x + side * Math.min(step, Math.abs(x - bound) / 2)
    const undecided = side * (bound - Math.log(nearest)) > 0 ? (bound + Math.log(nearest)) / 2 : wanted
    const at = role === 'lower' ? Math.min(wanted, undecided) : Math.max(wanted, undecided)
    if (Math.abs(at - bound) < leastGain * (high - low)) return null
    const load = roundedLoad(at, options, round)
    const isFree = role === 'lower' ? load < tried.upper.nearest : load > tried.lower.nearest
    // Of whole numbers there may be none between.
    return isFree && load > verified && load < refuted ? { load, seconds } : null
  }
  const [lower, upper] = [nearer('lower'), nearer('upper')]
  if (lower === null && upper === null) return null
  return upper === null || (lower !== null && x - low >= high - x)
    ? { lower, upper: null }
    : { lower: null, upper }
}

/** Of the bracket's width in ln(load), and from attempt to attempt twice as much. */
const leastMove = 0.5

/** The least distance of the bounds from the crossing for which the time at each of them suffices, and runs as long as it takes. */
function bounds(
  options: CapacityOptions,
  crossing: Crossing,
  attempt: number,
  runSeconds: number,
): { readonly step: number; readonly seconds: number } {
  const runs = secondLook(options)
  let step = (roundingSlack * Math.log1p(options.width)) / 2
  while (step < widest && needed(options, crossing, attempt, step) > runs * runSeconds) step *= 1.05
  const wanted = needed(options, crossing, attempt, step) / runs
  return { step, seconds: clamped(wanted, options.shortestSeconds, runSeconds) }
}

function longestRun(options: CapacityOptions, rest: RestOfBudget, sides: number): number {
  return rest.seconds / (reserve * sides * secondLook(options)) - rest.overheadSeconds
}

function secondLook({ confirmRuns }: CapacityOptions): number {
  return looks(confirmRuns)[1]!
}

/** Seconds at each bound, by its second look. */
function needed(options: CapacityOptions, crossing: Crossing, attempt: number, step: number): number {
  const { standardError, perRootSecond, slope } = crossing
  const d = -Math.expm1(-slope * step) / slope
  const quantile = t(options, attempt)
  // The smaller root u of (d − t u)² = z² (u² + se²).
  const excess = d ** 2 - (power * standardError) ** 2
  if (excess <= 0) return Number.POSITIVE_INFINITY
  const square = quantile ** 2 - power ** 2
  const u = (d * quantile - Math.sqrt((d * quantile) ** 2 - square * excess)) / square
  return (perRootSecond / u) ** 2
}

function t(options: CapacityOptions, attempt: number): number {
  return studentTQuantile(1 - levelsOf(attempt, 1).meant, secondLook(options) - 1)
}

/** Seconds after which the evidence, if it went on as it is, would be so many standard errors on its side. */
function untilSure(evidence: LoadEvidence, certainty: number, side: 1 | -1): number {
  if (side === -1 && evidence.overloadedRuns > 0) return 0
  const margins = evidence.shares.map((share) => side * margin(share))
  const decisive = side === 1 ? Math.min(...margins) : Math.max(...margins)
  return decisive > 0 ? evidence.steadySeconds * (certainty / decisive) ** 2 : Number.POSITIVE_INFINITY
}

function clamped(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value))
}
