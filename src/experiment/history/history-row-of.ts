import { type ComparedMetric, comparedMetrics } from '../../analysis/comparison/compared-metric.ts'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { overRuns } from '../../analysis/comparison/metric-of-side.ts'
import { touchesOf } from '../../analysis/comparison/touches-of.ts'
import type { HistoryRow } from '../../analysis/history/history-row.ts'
import { TareError } from '../../errors.ts'
import { checkedRow } from './checked-row.ts'
import type { HistoryNote } from './history-note.ts'
import { scenarioOf } from './scenario-of.ts'

/** The row of the index that a run has. Throws TareError 'folder' when its files hold what can't be. */
export function historyRowOf(run: ComparedRun, note: HistoryNote): HistoryRow {
  try {
    return rowOf(run, note)
  } catch (cause) {
    throw new TareError('folder', `${run.path} can't be of a run: ${(cause as Error).message}`, {
      hint: 'Its summary.json, environment.json or plan.yaml isn’t as Tare wrote it.',
      cause,
    })
  }
}

function rowOf(run: ComparedRun, note: HistoryNote): HistoryRow {
  const { summary, facts } = run
  const scenario = scenarioOf(run)
  const metrics = comparedMetrics.map((metric) => [metric.name, overRuns(metric).read(summary)] as const)
  const invalid = comparedMetrics.filter(({ name }) => touchesOf(summary, [name], 'invalid').length > 0)
  const unresolved = comparedMetrics.filter((metric) => {
    return metric.read(summary) === null && metric.unresolved(summary) !== null
  })
  return checkedRow(
    {
      ...note,
      run_id: summary.run_id,
      folder: `runs/${summary.run_id}`,
      started_at: summary.started_at,
      scenario: scenario.id,
      scenario_in_words: scenario.inWords,
      machine: facts.machine.fingerprint,
      machine_in_words: facts.machine.inWords,
      tare_version: facts.tareVersion,
      canary: summary.target.url === null,
      verdict: summary.verdict.status,
      invalid: summary.verdict.status === 'INVALID' ? namesOf(invalid) : null,
      unresolved: unresolved.length === 0 ? null : namesOf(unresolved),
    },
    Object.fromEntries(metrics),
  )
}

function namesOf(metrics: readonly ComparedMetric[]): string {
  return metrics.map(({ name }) => name).join(' ')
}
