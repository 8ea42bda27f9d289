import type { ComparedRun, RunGroup } from '../../analysis/comparison/compared-run.ts'
import { comparisonDefaults } from '../../analysis/comparison/comparison-options.ts'
import { decideGate } from '../../analysis/gate/decide-gate.ts'
import type { GateOutcome, GateResult } from '../../analysis/gate/gate-report.ts'
import type { RegressionGate } from '../../plan/gate.ts'

export type Judgement =
  /** `fail` when a gate fails, `pass` when all pass. */
  | { readonly outcome: GateOutcome; readonly gates: readonly GateResult[] }
  /** Why nothing was compared, without a full stop. */
  | { readonly outcome: 'incomparable'; readonly why: string }

/**
 * What `tare gate` says of a revision's runs with those of the good one for a baseline: so also that they aren't comparable, as where a
 * commit between has changed the plan.
 */
export function judgeRevision(
  gates: readonly RegressionGate[],
  good: readonly ComparedRun[],
  here: readonly ComparedRun[],
): Judgement {
  const {
    outcome,
    gates: results,
    notes,
  } = decideGate({
    run: groupOf('this revision', here),
    baselineName: 'the good revision',
    baseline: groupOf('the good revision', good),
    baselineNotes: [],
    paired: null,
    gates,
    objectives: [],
    policy: { inconclusive: 'fail', missingBaseline: 'fail', vanished: 'warn', force: false },
    comparison: comparisonDefaults,
  })
  if (outcome === 'pass' || outcome === 'fail' || outcome === 'inconclusive')
    return { outcome, gates: results }
  const reasons = notes.filter(({ severity }) => severity === 'refuse').map(({ message }) => message)
  const why = `its runs aren’t comparable with those of the good revision: ${reasons.join('; ')}`
  return { outcome: 'incomparable', why }
}

function groupOf(name: string, runs: readonly ComparedRun[]): RunGroup {
  return { name, runs, unreadable: [] }
}
