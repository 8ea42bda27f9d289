import type { CapacityOptions } from './capacity-options.ts'
import type { ProbeResult, ProbeVerdict } from './capacity-probe.ts'
import { confirmDecision, surelyOverloaded } from './confirm-decision.ts'
import {
  type CandidateLoad,
  type ConfirmPlan,
  confirmPlan,
  nearerPlan,
  nextCandidate,
  type RestOfBudget,
  type TriedSoFar,
} from './confirm-plan.ts'
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

/**
 * The bounds that confirming runs have shown, and the next of them. `searched` are the probes before the first one.
 *
 * In rounds: when both bounds of one are known and time is left, the next tries a nearer one of them, at the
 * levels that are left.
 */
export function confirm(
  options: CapacityOptions,
  found: Explored,
  searched: readonly ProbeResult[],
  confirming: readonly ProbeResult[],
): Confirmation {
  const overhead = overheadSeconds(searched)
  const search: Search = {
    options,
    confirming,
    restAfter(runs) {
      const spent = spentSeconds([...searched, ...confirming.slice(0, runs)])
      return { seconds: options.budgetSeconds - spent, overheadSeconds: overhead }
    },
    refit: (runs) => crossing([...searched, ...confirming.slice(0, runs)], options.axis),
  }
  let pair = confirmedPair(search, confirmPlan(options, found, search.restAfter(0)), 0, unheld)
  while (pair.open.length === 0 && pair.verified !== null && pair.refuted !== null) {
    const { verified, refuted, until } = pair
    const rest = search.restAfter(until)
    const plan = nearerPlan(options, { verified, refuted }, pair, search.refit(until), rest)
    if (plan === null) break
    pair = confirmedPair(search, plan, until, pair)
  }
  const rest = search.restAfter(confirming.length)
  return {
    verified: pair.verified,
    refuted: pair.refuted,
    undecided: pair.open.length > 0,
    next: fewestRuns(pair.open.filter(({ seconds }) => !isOver(rest, seconds))),
  }
}

/** What the confirming of bounds has to go on. */
interface Search {
  readonly options: CapacityOptions
  readonly confirming: readonly ProbeResult[]
  /** After so many confirming runs. */
  readonly restAfter: (runs: number) => RestOfBudget
  readonly refit: (runs: number) => Crossing | null
}

/** Both bounds, as the rounds so far have left them. */
interface Pair extends TriedSoFar {
  readonly verified: number | null
  readonly refuted: number | null
  readonly open: readonly Open[]
  /** Confirming runs that it took. */
  readonly until: number
}

const unheld: Pair = {
  verified: null,
  refuted: null,
  open: [],
  until: 0,
  lower: { attempts: 0, nearest: Number.NEGATIVE_INFINITY },
  upper: { attempts: 0, nearest: Number.POSITIVE_INFINITY },
}

/** A round: the candidates of the plan, by runs from `from` on, and what `before` knew where it shows nothing nearer. */
function confirmedPair(search: Search, plan: ConfirmPlan, from: number, before: Pair): Pair {
  const lower = candidate(search, 'lower', plan.lower, from, before)
  const upper = candidate(search, 'upper', plan.upper, from, before)
  // What refutes a lower candidate refutes the upper one too.
  const open = [lower, ...(lower.contrary === null ? [upper] : [])].flatMap((each) => each.open ?? [])
  return {
    verified: lower.meant ?? upper.contrary ?? before.verified,
    refuted: upper.meant ?? lower.contrary ?? before.refuted,
    open,
    until: Math.max(from, lower.until, upper.until),
    lower: lower.tried,
    upper: upper.tried,
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
  /** Confirming runs after the last that decided anything of it. */
  readonly until: number
  readonly tried: TriedSoFar['lower']
}

function isOver({ seconds, overheadSeconds: overhead }: RestOfBudget, runSeconds: number): boolean {
  return runSeconds + overhead > seconds
}

/** How far the confirming of one bound has come: where it was tried, and what is to be tried next. */
function candidate(
  { options, confirming, restAfter, refit }: Search,
  role: 'lower' | 'upper',
  first: CandidateLoad | null,
  start: number,
  before: Pair,
): Candidate {
  const meant: ProbeVerdict = role === 'lower' ? 'holds' : 'fails'
  const rest = restAfter(confirming.length)
  const isFirstRound = before === unheld
  let { attempts, nearest } = before[role]
  let contrary: number | null = null
  let from = start
  const state = (): Pick<Candidate, 'contrary' | 'until' | 'tried'> => {
    return { contrary, until: from, tried: { attempts, nearest } }
  }
  for (let tried = first; tried !== null && attempts < mostAttempts; ) {
    const { load, seconds } = tried
    nearest = role === 'lower' ? Math.max(nearest, load) : Math.min(nearest, load)
    const runs = confirming.flatMap((result, at) => {
      return at >= from && result.order.load === load && decides(result) ? [{ result, at }] : []
    })
    const shown = runs.map(({ result }) => result)
    const { verdict, used } = looked(options, role, attempts, shown, isOver(rest, seconds))
    if (verdict === 'open') return { ...state(), meant: null, open: { load, seconds, runs: runs.length } }
    attempts++
    from = runs[used - 1]!.at + 1
    if (verdict === meant) return { ...state(), meant: load, open: null }
    if (verdict !== 'undecided') contrary = load
    if (!isFirstRound) break
    const next = nextCandidate(options, role, tried, refit(from), attempts, restAfter(from))
    tried = next.load === load ? null : next
  }
  return { ...state(), meant: null, open: null }
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
