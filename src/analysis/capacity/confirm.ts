import type { CapacityOptions } from './capacity-options.ts'
import type { ProbeResult, ProbeVerdict } from './capacity-probe.ts'
import { confirmDecision, surelyOverloaded } from './confirm-decision.ts'
import { type CandidateLoad, confirmPlan, nextCandidate, type RestOfBudget } from './confirm-plan.ts'
import { type Crossing, crossing } from './crossing.ts'
import { decides } from './decides.ts'
import { levelsOf, looks, mostAttempts } from './error-budget.ts'
import type { Explored } from './explore.ts'
import { overheadSeconds, spentSeconds } from './spent.ts'

/** What confirming runs have shown so far. */
export interface Confirmation {
  readonly verified: number | null
  readonly refuted: number | null
  /** Whether a candidate is still undecided; with no next run, for want of time. */
  readonly undecided: boolean
  readonly next: { readonly load: number; readonly seconds: number } | null
}

/** The bounds that confirming runs have shown, and the next of them. `searched` are the probes before the first one. */
export function confirm(
  options: CapacityOptions,
  found: Explored,
  searched: readonly ProbeResult[],
  confirming: readonly ProbeResult[],
): Confirmation {
  const overhead = overheadSeconds(searched)
  const restAfter = (runs: number): RestOfBudget => {
    const spent = spentSeconds([...searched, ...confirming.slice(0, runs)])
    return { seconds: options.budgetSeconds - spent, overheadSeconds: overhead }
  }
  const refit = (runs: number): Crossing | null => {
    return crossing([...searched, ...confirming.slice(0, runs)], options.axis)
  }
  const plan = confirmPlan(options, found, restAfter(0))
  const search: Side = { options, confirming, restAfter, refit }
  const lower = candidate(search, 'lower', plan.lower)
  const upper = candidate(search, 'upper', plan.upper)
  // What refutes a lower candidate refutes the upper one too.
  const open = [lower, ...(lower.contrary === null ? [upper] : [])].flatMap((each) => each.open ?? [])
  const rest = restAfter(confirming.length)
  return {
    verified: lower.meant ?? upper.contrary,
    refuted: upper.meant ?? lower.contrary,
    undecided: open.length > 0,
    next: fewestRuns(open.filter(({ seconds }) => !isOver(rest, seconds))),
  }
}

/** A candidate that wants more runs until it is looked at. */
interface Open {
  readonly load: number
  readonly seconds: number
  readonly runs: number
}

/** By turns, so that what drifts does so for both. */
function fewestRuns(open: readonly Open[]): Open | null {
  return open.length === 0 ? null : open.reduce((least, each) => (each.runs < least.runs ? each : least))
}

interface Candidate {
  /** The bound that was meant, once confirmed. */
  readonly meant: number | null
  /** A load at which the contrary was found. */
  readonly contrary: number | null
  readonly open: Open | null
}

/** What the confirming of a bound has to go on. */
interface Side {
  readonly options: CapacityOptions
  readonly confirming: readonly ProbeResult[]
  /** After so many confirming runs. */
  readonly restAfter: (runs: number) => RestOfBudget
  readonly refit: (runs: number) => Crossing | null
}

function isOver({ seconds, overheadSeconds: overhead }: RestOfBudget, runSeconds: number): boolean {
  return runSeconds + overhead > seconds
}

/** How far the confirming of one bound has come: where it was tried, and what is to be tried next. */
function candidate(
  { options, confirming, restAfter, refit }: Side,
  role: 'lower' | 'upper',
  first: CandidateLoad | null,
): Candidate {
  const meant: ProbeVerdict = role === 'lower' ? 'holds' : 'fails'
  const rest = restAfter(confirming.length)
  let contrary: number | null = null
  let from = 0
  let tried = first
  for (let attempt = 0; tried !== null && attempt < mostAttempts; attempt++) {
    const { load, seconds } = tried
    const runs = confirming.flatMap((result, at) => {
      return at >= from && result.order.load === load && decides(result) ? [{ result, at }] : []
    })
    const shown = runs.map(({ result }) => result)
    const { verdict, used } = looked(options, role, attempt, shown, isOver(rest, seconds))
    if (verdict === meant) return { meant: load, contrary, open: null }
    if (verdict === 'open') return { meant: null, contrary, open: { load, seconds, runs: runs.length } }
    if (verdict !== 'undecided') contrary = load
    from = runs[used - 1]!.at + 1
    const next = nextCandidate(options, role, tried, refit(from), attempt + 1, restAfter(from))
    tried = next.load === load ? null : next
  }
  return { meant: null, contrary, open: null }
}

/**
 * What an attempt's looks have decided, and by how many of its runs; open while the next look lacks runs. When the budget has
 * ended the next look comes with the runs that there are: what they showed has no say in that, so it costs no more than
 * any look.
 */
function looked(
  { confirmRuns }: CapacityOptions,
  role: 'lower' | 'upper',
  attempt: number,
  runs: readonly ProbeResult[],
  ended: boolean,
): { readonly verdict: ProbeVerdict | 'open'; readonly used: number } {
  let before = confirmRuns - 1
  for (const [look, count] of looks(confirmRuns).entries()) {
    const seen = runs.slice(0, count)
    // Overload needs no look; one overloaded run is enough for a load not to be verified.
    const overloaded = seen.flatMap((run, at) => (run.overloaded ? [at + 1] : []))
    if (overloaded.length >= surelyOverloaded)
      return { verdict: 'fails', used: overloaded[surelyOverloaded - 1]! }
    if (role === 'lower' && overloaded.length > 0) return { verdict: 'undecided', used: overloaded[0]! }
    if (runs.length < count && !(ended && runs.length > before)) return { verdict: 'open', used: seen.length }
    const { meant, contrary } = levelsOf(attempt, look)
    const levels = role === 'lower' ? { holds: meant, fails: contrary } : { holds: contrary, fails: meant }
    const verdict = confirmDecision(seen, levels)
    if (verdict !== 'undecided') return { verdict, used: seen.length }
    before = count
  }
  return { verdict: 'undecided', used: Math.min(runs.length, 2 * confirmRuns) }
}
