import { type Bracket, bracket, isSure, narrowed } from './bracket.ts'
import type { CapacityOptions } from './capacity-options.ts'
import type { ProbeResult } from './capacity-probe.ts'
import { type Crossing, crossing as crossingOf } from './crossing.ts'
import { evidenceByLoad, type LoadEvidence } from './load-evidence.ts'
import { roundedLoad } from './rounded-load.ts'
import { overheadSeconds, spentSeconds } from './spent.ts'

/** Between which loads the search believes the capacity. */
export interface Explored {
  /** As in `Bracket`. */
  readonly below: LoadEvidence | null
  readonly above: LoadEvidence | null
  /** Null where no line is determined, as when the objectives hold until the server is overloaded. */
  readonly crossing: Crossing | null
}

export interface Exploration {
  readonly found: Explored
  /** What it wants to know next; null when that is enough, or all that the budget allows. */
  readonly next: {
    readonly phase: 'bracket' | 'refine'
    readonly load: number
    readonly seconds: number
  } | null
}

/** Shares of the budget after which no probe of the phase is begun: the rest is for confirming. */
const budgetShare = { bracket: 0.6, refine: 0.35 } as const
const mostProbes = 60
/** Standard errors by which a share must be off before the search no longer looks on that side. */
const sure = 2.6
/**
 * The crossing's standard error is small enough when it is this part of the bracket's width in ln(load): confirming takes
 * some three times as long as finding, and then both together take the least.
 */
const precision = 1 / 6.6
/** Standard errors by which probes keep below and above the crossing by turns, for the line's slope. */
const straddle = 1.5
/** … within this, in ln(load). */
const widestStraddle = 0.15
/** A crossing less certain than this is no guide. */
const leastCertain = 0.35

/** The next probe of the search for candidates, given the results of all probes so far, of which none is a confirming one. */
export function explore(options: CapacityOptions, results: readonly ProbeResult[]): Exploration {
  const evidence = evidenceByLoad(results)
  const outer = bracket(options, evidence)
  const crossing = outer.wanted === null ? crossingWithin(options, results, outer, evidence) : null
  const inner = crossing === null && outer.wanted === null ? narrowed(options, outer, evidence) : outer
  const phase = outer.wanted === null ? 'refine' : 'bracket'
  const wanted = outer.wanted ?? refinement(options, results, inner, crossing)
  return {
    found: { below: inner.below, above: inner.above, crossing },
    next:
      wanted !== null && isAffordable(options, results, phase, wanted.seconds) ? { phase, ...wanted } : null,
  }
}

function isAffordable(
  { budgetSeconds }: CapacityOptions,
  results: readonly ProbeResult[],
  phase: 'bracket' | 'refine',
  seconds: number,
): boolean {
  const spent = spentSeconds(results)
  if (results.length >= mostProbes || spent >= budgetShare[phase] * budgetSeconds) return false
  return spent + seconds + overheadSeconds(results) <= budgetSeconds
}

type Wanted = Bracket['wanted']

function refinement(
  options: CapacityOptions,
  results: readonly ProbeResult[],
  within: Bracket,
  found: Crossing | null,
): Wanted {
  if (within.below === null || within.above === null) return null
  return found === null ? bisection(options, within) : atCrossing(options, results, found)
}

/** The crossing, where the bracket and what is sure inside it leave it possible. */
function crossingWithin(
  { axis }: CapacityOptions,
  results: readonly ProbeResult[],
  { below, above }: Bracket,
  evidence: readonly LoadEvidence[],
): Crossing | null {
  const found = below === null || above === null ? null : crossingOf(results, axis)
  if (found === null || found.standardError > leastCertain) return null
  const certain = evidence.filter((each) => isSure(each, sure))
  const load = Math.exp(found.x)
  const most = Math.min(above!.load, ...certain.filter(({ bad }) => bad).map((each) => each.load))
  const good = certain.filter((each) => !each.bad && each.load < most)
  const least = Math.max(below!.load, ...good.map((each) => each.load))
  return load > least && load < most ? found : null
}

function atCrossing(options: CapacityOptions, results: readonly ProbeResult[], found: Crossing): Wanted {
  const goal = Math.log1p(options.width) * precision
  if (found.standardError <= goal) return null
  const known = (found.perRootSecond / found.standardError) ** 2
  const missing = (found.perRootSecond / goal) ** 2 - known
  const longest = Math.max(...results.map(({ order }) => order.durationSeconds))
  const left = budgetShare.refine * options.budgetSeconds - spentSeconds(results)
  const seconds = Math.max(options.shortestSeconds, Math.min(missing / 2, 2 * longest, left))
  const least = Math.log1p(options.width) / 2
  const aside = Math.min(widestStraddle, Math.max(least, straddle * found.standardError))
  const count = results.filter(({ order, invalid }) => order.phase === 'refine' && !invalid).length
  return { load: roundedLoad(found.x + (count % 2 === 0 ? -aside : aside), options), seconds }
}

/** The middle, until the bracket is as narrow as it is asked for. */
function bisection(options: CapacityOptions, { below, above, wanted }: Bracket): Wanted {
  if (wanted !== null || below === null || above === null) return wanted
  const load = roundedLoad(Math.log(below.load * above.load) / 2, options)
  const narrow = above.load / below.load <= 1 + options.width
  if (narrow || load <= below.load || load >= above.load) return null
  return { load, seconds: options.shortestSeconds }
}
