import { compareMetric } from '../../analysis/comparison/compare-metric.ts'
import { comparedMetric } from '../../analysis/comparison/compared-metric.ts'
import { comparisonDefaults } from '../../analysis/comparison/comparison-options.ts'
import type { MetricComparison } from '../../analysis/comparison/metric-comparison.ts'
import { regressionTest } from '../../analysis/comparison/regression-test.ts'
import type { GateOutcome } from '../../analysis/gate/gate-report.ts'
import { TareError } from '../../errors.ts'
import type { Summary } from '../../metrics/summary.ts'
import type { RegressionGate } from '../../plan/gate.ts'

export interface JudgedGate {
  readonly gate: RegressionGate
  readonly comparison: MetricComparison
  readonly outcome: GateOutcome
}

export interface Judgement {
  /** `fail` when a gate fails, `pass` when all pass. */
  readonly outcome: GateOutcome
  readonly gates: readonly JudgedGate[]
}

/**
 * What gates say of a revision's runs against those of the good one. Each gate is tested by itself, at 5 %: a search decides on a few
 * revisions, and one that is called bad falsely is seen, as its regression and interval are printed.
 */
export function judgeRevision(
  gates: readonly RegressionGate[],
  good: readonly Summary[],
  here: readonly Summary[],
): Judgement {
  const judged = gates.map((gate): JudgedGate => {
    const metric = comparedMetric(gate.metric)
    if (metric === undefined) throw new TareError('usage', `${gate.metric} can't be compared`)
    const comparison = compareMetric(metric, good, here, comparisonDefaults)
    return { gate, comparison, outcome: regressionTest(comparison, gate.margin).outcome }
  })
  const outcomes = judged.map(({ outcome }) => outcome)
  const outcome = outcomes.includes('fail')
    ? 'fail'
    : outcomes.every((each) => each === 'pass')
      ? 'pass'
      : 'inconclusive'
  return { outcome, gates: judged }
}
