import { normalQuantile } from '../../statistics/normal-quantile.ts'
import { isSure } from './bracket.ts'
import type { CapacityAnswer } from './capacity-answer.ts'
import type { CapacityOptions } from './capacity-options.ts'
import type { ProbeResult } from './capacity-probe.ts'
import type { Confirmation } from './confirm.ts'
import { searchedLevel } from './error-budget.ts'
import { evidenceByLoad } from './load-evidence.ts'
import { spentSeconds } from './spent.ts'

interface Bounds {
  readonly verified: number | null
  readonly refuted: number | null
}

/** The statement that all runs together support. */
export function answerOf(
  options: CapacityOptions,
  results: readonly ProbeResult[],
  confirmed: Confirmation,
  gaveUp: boolean,
): CapacityAnswer {
  const { verified, refuted } = withSearched(confirmed, results)
  const outcome =
    refuted === options.floor
      ? 'never holds'
      : verified === options.ceiling
        ? 'always holds'
        : verified !== null && refuted !== null
          ? 'bracketed'
          : 'open'
  const isConfirmed = verified === confirmed.verified && refuted === confirmed.refuted
  const unconfirmed = isConfirmed
    ? ''
    : '; what was not confirmed is by probes of the search that left no doubt'
  return {
    outcome,
    axis: options.axis,
    verified,
    refuted,
    confidence: 0.95,
    probes: results.length,
    spentSeconds: spentSeconds(results),
    why: why(options, outcome, { verified, refuted }, confirmed, gaveUp) + unconfirmed,
  }
}

/**
 * Where confirming has ended without a bound, what the search came upon stands in: loads that were sure at a level so strict that all
 * of them together may be. A contradiction, which is a false bound somewhere, leaves what was confirmed.
 */
function withSearched(confirmed: Bounds, results: readonly ProbeResult[]): Bounds {
  const evidence = evidenceByLoad(results.filter(({ order }) => order.phase !== 'confirm'))
  const limit = normalQuantile(1 - searchedLevel(evidence.length))
  const sure = evidence.filter((each) => isSure(each, limit))
  const refuted = confirmed.refuted ?? sure.find(({ bad }) => bad)?.load ?? null
  const good = sure.filter(({ bad, load }) => !bad && load < (refuted ?? Number.POSITIVE_INFINITY))
  const verified = confirmed.verified ?? good.at(-1)?.load ?? null
  if (verified !== null && refuted !== null && verified >= refuted) return confirmed
  return { verified, refuted }
}

function why(
  { width, mostInvalid, budgetSeconds }: CapacityOptions,
  outcome: CapacityAnswer['outcome'],
  { verified, refuted }: Bounds,
  { undecided }: Confirmation,
  gaveUp: boolean,
): string {
  if (gaveUp) return `${mostInvalid} runs in a row were INVALID or measured nothing of an objective`
  if (outcome === 'never holds') return 'an objective fails at the least load that may be tried'
  if (outcome === 'always holds') return 'all objectives hold at the largest load that may be tried'
  const narrow = verified !== null && refuted !== null && refuted <= verified * (1 + width)
  if (narrow) return 'the bracket is as narrow as asked for'
  const time = `the budget of ${budgetSeconds} s`
  if (outcome === 'bracketed')
    return undecided
      ? `${time} is spent with a nearer bound undecided`
      : `${time} supports no narrower bracket`
  return `${time} is too short to decide ${verified === null ? 'where the objectives hold' : 'where they fail'}`
}
