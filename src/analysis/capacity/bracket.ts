import type { CapacityOptions } from './capacity-options.ts'
import { margin, verdictOf } from './evidence-margin.ts'
import type { LoadEvidence } from './load-evidence.ts'

/** The loads between which the objectives cease to hold, as it looks, or the run that is needed to say. */
export interface Bracket {
  /** Largest load that looked good with none above it that did, below `above`; null: not even the floor. */
  readonly below: LoadEvidence | null
  /** Least load that looked bad; null: not even the ceiling. */
  readonly above: LoadEvidence | null
  readonly wanted: { readonly load: number; readonly seconds: number } | null
}

/** An undecided probe that looks bad is made again, each time twice as long, so often at most. */
const mostExtensions = 3
/** A probe of the bracket takes no more than this share of the budget, if it isn't the first or second at its load. */
const mostOfBudget = 0.05

/**
 * Doubles the load from the start until it looks bad; when the start does, halves it until it doesn't. A short probe at a load that
 * is far too low can't verify a p99, so what looks good is passed at first. What looks bad is asked again until it is sure, and so is
 * then the load below it: a short probe that sees nothing of a queue is common.
 */
export function bracket(options: CapacityOptions, evidence: readonly LoadEvidence[]): Bracket {
  let [below, above]: [LoadEvidence | null, LoadEvidence | null] = [null, null]
  for (let load = options.start; below === null || above === null; ) {
    const here = evidence.find((each) => each.load === load)
    if (here === undefined || ((here.bad || here.silent || above !== null) && !isSettled(here, options)))
      return { below, above, wanted: probe(options, load, here) }
    if (here.bad) above = here
    else below = here
    if (load === (here.bad ? options.floor : options.ceiling)) break
    if (here.bad && below !== null && !isSettled(below, options)) below = null
    load = here.bad ? Math.max(options.floor, halved(load, options)) : Math.min(options.ceiling, 2 * load)
  }
  return { below, above, wanted: null }
}

/** The same, narrowed by what was seen between the two. */
export function narrowed(
  options: CapacityOptions,
  outer: Bracket,
  evidence: readonly LoadEvidence[],
): Bracket {
  let { below, above } = outer
  for (const here of evidence) {
    if (below === null || above === null || here.load <= below.load || here.load >= above.load) continue
    if (!isSettled(here, options)) return { below, above, wanted: probe(options, here.load, here) }
    if (here.bad) above = here
    else below = here
  }
  return { below, above, wanted: null }
}

/** Whether all objectives were met, or not, by so many standard errors. */
export function isSure({ shares, overloadedRuns }: LoadEvidence, standardErrors: number): boolean {
  return verdictOf(shares.map(margin), overloadedRuns > 0, standardErrors) !== 'undecided'
}

/** Whether a load isn't worth another probe: it is known, or what it takes to know it is more than bracketing may cost. */
function isSettled(evidence: LoadEvidence, options: CapacityOptions): boolean {
  if (evidence.runs > mostExtensions || isSure(evidence, 1.96) || isHopeless(evidence)) return true
  const { seconds } = probe(options, evidence.load, evidence)
  return evidence.runs >= 2 && seconds > mostOfBudget * options.budgetSeconds
}

/** A queue that only grows is so dependent that its share has no interval; twice far beyond is far beyond all the same. */
function isHopeless({ runs, shares }: LoadEvidence): boolean {
  return runs >= 2 && shares.some(({ beyond, allowed }) => beyond > (1 + allowed) / 2)
}

function halved(load: number, { axis }: CapacityOptions): number {
  return axis === 'rate' ? load / 2 : Math.floor(load / 2)
}

function probe(
  { shortestSeconds }: CapacityOptions,
  load: number,
  before: LoadEvidence | undefined,
): { readonly load: number; readonly seconds: number } {
  return { load, seconds: shortestSeconds * 2 ** (before?.runs ?? 0) }
}
