import {
  failedGateStatus,
  inconclusiveGateStatus,
  invalidRunStatus,
  notComparableStatus,
} from '../../errors.ts'
import type { RegressionGate } from '../../plan/gate.ts'
import type { Objective } from '../../plan/objective.ts'
import { type Block, compareBlocks } from '../comparison/compare-blocks.ts'
import { compareGroups, refusals } from '../comparison/compare-groups.ts'
import { comparedMetric, headlineMetrics } from '../comparison/compared-metric.ts'
import type { ComparedRun, RunGroup } from '../comparison/compared-run.ts'
import type { ComparabilityNote, Comparison } from '../comparison/comparison.ts'
import type { ComparisonOptions } from '../comparison/comparison-options.ts'
import { matchCells } from '../comparison/match-cells.ts'
import { isIn } from '../comparison/metric-of-side.ts'
import { decideObjectives } from './decide-objectives.ts'
import { decideRegressions, hasNoSuccess } from './decide-regressions.ts'
import { gateChecks } from './gate-checks.ts'
import type { GatePolicy } from './gate-policy.ts'
import type { GateReport, GateResult, GateVerdict } from './gate-report.ts'
import { invalidNotes, isInvalidFor, withoutInvalid } from './invalid-runs.ts'
import type { PairedRuns } from './paired-runs.ts'

/** The note that says why there is nothing to compare with. */
export const missingBaseline = 'missing-baseline'

/** What a run is held to. */
export interface GateRequest {
  readonly run: RunGroup
  /** What the run was to be compared with, as it was asked for; null when nothing was. */
  readonly baselineName: string | null
  /** Null when there is none. */
  readonly baseline: RunGroup | null
  /** Why there is none, or what was left out of it. */
  readonly baselineNotes: readonly ComparabilityNote[]
  readonly gates: readonly RegressionGate[]
  readonly objectives: readonly Objective[]
  readonly policy: GatePolicy
  readonly comparison: ComparisonOptions
  /** How `run` and `baseline` were made; null where each side's runs are by themselves. */
  readonly paired: PairedRuns | null
}

const usualAlpha = 0.05

/**
 * Holds a run to gates against a baseline, and to objectives. Throws TareError 'usage' for a gate or objective that these runs can't
 * answer; everything else, a missing baseline and what isn't comparable too, is in the report, with the exit status that policy gives it.
 */
export function decideGate(request: GateRequest): GateReport {
  const { run, gates, objectives, policy, paired } = request
  const alpha = paired?.alpha ?? usualAlpha
  const gated = [
    ...new Set([...gates.map(({ metric }) => metric), ...objectives.map(({ metric }) => metric)]),
  ]
  const baseline = usableBaseline(request, gated)
  const compared = baseline.group === null ? null : compare(baseline.group, request, gated)
  const notes = [...baseline.notes, ...(compared?.notes ?? []), ...invalidNotes(run.runs, gated)]
  const isComparable = compared !== null && (policy.force || !compared.refused)
  const results = [
    ...(isComparable ? decideRegressions(gates, compared.cells, alpha) : []),
    ...decideObjectives(objectives, cellsOf(run.runs)),
    ...(isComparable && policy.vanished === 'fail' ? compared.comparison.vanishedCells.map(vanished) : []),
  ]
  const outcome = verdictOf(results, {
    isDead: run.runs.some(hasNoSuccess),
    isInvalid: isInvalidFor(run.runs, gated) || baseline.isInvalid || paired?.isLost === true,
    stop:
      request.baselineName === null || isComparable
        ? null
        : compared !== null
          ? 'not_comparable'
          : withoutBaseline(results, policy),
  })
  return {
    run: run.name,
    baseline: request.baselineName,
    runs: run.runs.length,
    baselineRuns: baseline.group?.runs.length ?? 0,
    blocks: compared?.blocks?.length ?? null,
    confidence: 1 - alpha,
    outcome,
    exitStatus: exitStatusOf(outcome, results, policy),
    inconclusive: policy.inconclusive,
    notes,
    gates: results,
    checks: gateChecks(run.runs),
    exploratory: isComparable ? exploratory(compared.comparison, gates) : [],
    newCells: compared?.comparison.newCells ?? [],
    vanishedCells: compared?.comparison.vanishedCells ?? [],
  }
}

interface UsableBaseline {
  readonly group: RunGroup | null
  readonly notes: readonly ComparabilityNote[]
  /** Of some cell there is no run left that could be believed. */
  readonly isInvalid: boolean
}

/** A baseline without the run itself, which a history may hold already, and without what mustn't be believed. */
function usableBaseline(
  { run, baseline, baselineNotes: given }: GateRequest,
  gated: readonly string[],
): UsableBaseline {
  if (baseline === null) return { group: null, notes: given, isInvalid: false }
  const own = new Set(run.runs.map(({ summary }) => summary.run_id))
  const others = baseline.runs.filter(({ summary }) => !own.has(summary.run_id))
  if (others.length === 0) {
    const message = `${JSON.stringify(baseline.name)} has no run but the gated one itself`
    return {
      group: null,
      notes: [...given, { id: missingBaseline, severity: 'refuse', message }],
      isInvalid: false,
    }
  }
  const { runs, left, isInvalid } = withoutInvalid(others, gated)
  return { group: { ...baseline, runs }, notes: [...given, ...left], isInvalid }
}

function compare(
  baseline: RunGroup,
  { run, gates, comparison: options, paired }: GateRequest,
  gated: readonly string[],
) {
  const matched = matchCells(baseline.runs, run.runs).cells
  const beside = headlineMetrics.filter((name) => {
    const metric = comparedMetric(name)!
    return matched.some(({ a, b }) => isIn(metric, a) || isIn(metric, b))
  })
  const metrics = [...new Set([...gates.map(({ metric }) => metric), ...beside])]
  const blocks = paired === null ? null : summariesOf(paired, baseline)
  // Forced always, for what refuses is judged here: an INVALID run is no question of comparability.
  const forced = { ...options, metrics, judged: gated, force: true }
  const comparison = compareGroups(baseline, run, blocks === null ? forced : { ...forced, blocks })
  const stands = refusals(comparison).filter(({ id }) => id !== 'invalid-run')
  const others = comparison.notes.filter(({ severity, id }) => severity === 'warn' && id !== 'invalid-run')
  const cells = matched.map((cell, at) => {
    const metrics = comparison.cells[at]?.metrics ?? []
    if (paired === null || blocks === null) return { ...cell, metrics, decisive: metrics }
    const atLevel = { ...options, alpha: paired.alpha }
    const decisive = gates.map(({ metric }) => compareBlocks(comparedMetric(metric)!, blocks, atLevel))
    return { ...cell, metrics, decisive }
  })
  return { comparison, cells, blocks, refused: stands.length > 0, notes: [...stands, ...others] }
}

/** The pairs, but for those whose baseline was left out. */
function summariesOf({ blocks }: PairedRuns, { runs }: RunGroup): readonly Block[] {
  return blocks.filter(({ a }) => runs.includes(a)).map(({ a, b }) => ({ a: a.summary, b: b.summary }))
}

function cellsOf(runs: readonly ComparedRun[]) {
  return matchCells(runs, runs).cells.map(({ cell, b }) => ({ cell, runs: b }))
}

function vanished(cell: string): GateResult {
  const message = 'the baseline has this cell, and the run hasn’t'
  const nothing = { metric: '*', margin: null, adjustedP: null, comparison: null, interval: null }
  return { gate: 'every cell of the baseline', kind: 'cell', cell, outcome: 'fail', message, ...nothing }
}

function exploratory(
  { cells }: Comparison,
  gates: readonly { readonly metric: string }[],
): GateReport['exploratory'] {
  const gated = gates.map(({ metric }) => metric)
  return cells.map(({ cell, metrics }) => ({
    cell,
    metrics: metrics.filter(
      ({ metric, a, b }) => !gated.includes(metric) && (a.value !== null || b.value !== null),
    ),
  }))
}

interface Circumstances {
  /** A run had no success: the server's failure, which no doubt about the run makes better. */
  readonly isDead: boolean
  readonly isInvalid: boolean
  /** Why nothing was compared that should have been. */
  readonly stop: GateVerdict | null
}

function verdictOf(results: readonly GateResult[], { isDead, isInvalid, stop }: Circumstances): GateVerdict {
  if (isDead) return 'fail'
  if (isInvalid) return 'invalid'
  if (results.some(({ outcome }) => outcome === 'fail')) return 'fail'
  if (stop !== null) return stop
  return results.some(({ outcome }) => outcome === 'inconclusive') ? 'inconclusive' : 'pass'
}

/** A run that fails for what is open begins no baseline: then that is what came out. */
function withoutBaseline(results: readonly GateResult[], policy: GatePolicy): GateVerdict | null {
  if (policy.missingBaseline !== 'seed') return 'no_baseline'
  return failsOpen(results, policy) ? null : 'seeded'
}

function failsOpen(results: readonly GateResult[], { inconclusive }: GatePolicy): boolean {
  return inconclusive === 'fail' && results.some(({ outcome }) => outcome === 'inconclusive')
}

function exitStatusOf(outcome: GateVerdict, results: readonly GateResult[], policy: GatePolicy): number {
  const open = failsOpen(results, policy) ? inconclusiveGateStatus : 0
  switch (outcome) {
    case 'fail':
      return failedGateStatus
    case 'invalid':
      return invalidRunStatus
    case 'not_comparable':
      return notComparableStatus
    case 'no_baseline':
      return policy.missingBaseline === 'fail' ? 2 : open
    case 'inconclusive':
    case 'seeded':
    case 'pass':
      return open
  }
}
