import { TareError } from '../../errors.ts'
import type { RegressionGate } from '../../plan/gate.ts'
import { holm } from '../../statistics/holm.ts'
import { comparedMetric } from '../comparison/compared-metric.ts'
import type { ComparedRun } from '../comparison/compared-run.ts'
import type { MatchedCell } from '../comparison/match-cells.ts'
import type { MetricComparison } from '../comparison/metric-comparison.ts'
import { regressionTest } from '../comparison/regression-test.ts'
import type { GateResult } from './gate-report.ts'
import { changeWords, marginWords, worseInterval } from './gate-words.ts'

/** A cell of both sides, and what its metrics came to. */
export interface ComparedCell extends MatchedCell {
  /** With their 95 % intervals. */
  readonly metrics: readonly MetricComparison[]
  /** At the level at which the gates are decided; the same where that is 5 %. */
  readonly decisive: readonly MetricComparison[]
}

/**
 * Each gate in each cell, at a two-sided level `alpha`. It fails when the regression is shown to be beyond the margin: one-sided p below
 * half of alpha after Holm (Scand. J. Stat. 6 (1979) 65) over all of these, so that at 5 % all together fail falsely in 1 of 40 at most. It
 * passes when the interval of the change at 1 − alpha leaves the margin out; unadjusted, as every one of them must, and then none is wrong by
 * more than its own half of alpha. A cell with a run without a success fails. Throws TareError 'usage' for a metric that no run of either side has measured.
 */
export function decideRegressions(
  gates: readonly RegressionGate[],
  cells: readonly ComparedCell[],
  alpha: number,
): readonly GateResult[] {
  for (const gate of gates) refuseUnmeasured(gate, cells)
  const pairs = cells.flatMap((cell) =>
    gates.map((gate) => {
      const decisive = cell.decisive.find(({ metric }) => metric === gate.metric) ?? null
      const p = decisive === null ? 1 : regressionTest(decisive, gate.margin).p
      return { gate, cell, decisive, p }
    }),
  )
  const adjusted = holm(pairs.map(({ p }) => p))
  return pairs.map(({ gate, cell, decisive }, at): GateResult => {
    const said = decided(gate, cell, decisive, adjusted[at]! < alpha / 2)
    return {
      gate: gate.text,
      kind: 'regression',
      cell: cell.cell,
      metric: gate.metric,
      margin: gate.margin,
      adjustedP: decisive?.p === null ? null : adjusted[at]!,
      comparison: cell.metrics.find(({ metric }) => metric === gate.metric) ?? null,
      interval: decisive?.changeCi95 ?? null,
      ...said,
    }
  })
}

function decided(
  gate: RegressionGate,
  { a, b }: MatchedCell,
  comparison: MetricComparison | null,
  isShown: boolean,
): Pick<GateResult, 'outcome' | 'message'> {
  const dead = b.find(hasNoSuccess)
  if (dead !== undefined) return { outcome: 'fail', message: `no request of ${dead.path} succeeded` }
  const [had, has] = [isMeasured(gate.metric, a), isMeasured(gate.metric, b)]
  if (had && !has) {
    return { outcome: 'fail', message: `${gate.metric} isn’t measured any more, and no data is no pass` }
  }
  if (comparison === null || !had || !has) {
    return { outcome: 'inconclusive', message: `${gate.metric} isn’t measured in the baseline` }
  }
  const margin = `the margin is ${marginWords(gate.margin, comparison.unit)}`
  const message = `${changeWords(comparison)}; ${margin}`
  const interval = worseInterval(comparison)
  if (interval === null) return { outcome: 'inconclusive', message: withReason(message, comparison) }
  if (isShown) return { outcome: 'fail', message }
  if (interval[1] < gate.margin) return { outcome: 'pass', message }
  return { outcome: 'inconclusive', message: withReason(message, comparison) }
}

/** What stands in the way of knowing more: too few runs, mostly. */
function withReason(message: string, { note, smallestShown, unit, variation }: MetricComparison): string {
  const single = variation === 'assumed' ? 'one run a side says nothing of how much runs differ' : null
  const shows =
    smallestShown === null ? null : `such runs show a change of ${marginWords(smallestShown, unit)} at least`
  const reasons = [shows, note ?? single].filter((reason) => reason !== null)
  return [message, ...reasons].join('; ')
}

/** A run that was served nothing: it has no figure that could be good. One that sent nothing is the client's doing. */
export function hasNoSuccess({ summary }: ComparedRun): boolean {
  return summary.load.ok === 0 && summary.load.sent > 0
}

function isMeasured(name: string, runs: readonly ComparedRun[]): boolean {
  const metric = comparedMetric(name)
  return runs.some(({ summary }) => metric !== undefined && metric.n(summary) > 0)
}

function refuseUnmeasured({ text, metric }: RegressionGate, cells: readonly MatchedCell[]): void {
  if (
    cells.length === 0 ||
    cells.some(({ a, b }) => isMeasured(metric, [...a, ...b]) || b.some(hasNoSuccess))
  )
    return
  throw new TareError('usage', `the gate "${text}" can't be decided: neither side has measured ${metric}`, {
    hint: 'Leave it out, or measure it: latencies between tokens need replies in events, query figures load.query_size.',
  })
}
