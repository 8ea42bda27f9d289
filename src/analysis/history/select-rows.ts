import type { HistoryRow } from './history-row.ts'
import type { HistorySelector } from './history-selector.ts'
import { newestFirst } from './newest-first.ts'
import { type HistorySeries, seriesOf } from './series-of.ts'

export { type HistorySelector, parseSelector } from './history-selector.ts'

/**
 * The rows that a selector means, newest first. INVALID runs aren't among them unless it asks for verdicts. `latest:K` comes last: of
 * what the other parts leave, the K newest of each series (one scenario, cell and machine), so that a sweep's cells each have their own.
 */
export function selectRows(
  rows: readonly HistoryRow[],
  selector: HistorySelector,
  nowMs: number,
): readonly HistoryRow[] {
  const chosen = newestFirst(rows.filter((row) => holds(row, selector, nowMs)))
  const { latest } = selector
  if (latest === null) return chosen
  const counts = new Map<string, number>()
  return chosen.filter((row) => {
    const series = seriesOf(row)
    const before = counts.get(series) ?? 0
    counts.set(series, before + 1)
    return before < latest
  })
}

/**
 * Baselines of a run: what the selector means among the runs of the same scenario, cell and machine, without the run itself. A part of
 * the selector that names a scenario, a cell or a machine stands in the place of the run's own.
 */
export function baselineRows(
  rows: readonly HistoryRow[],
  run: HistorySeries & Pick<HistoryRow, 'run_id'>,
  selector: HistorySelector,
  nowMs: number,
): readonly HistoryRow[] {
  const candidates = rows.filter(
    (row) =>
      row.run_id !== run.run_id &&
      (selector.scenario !== null || row.scenario === run.scenario) &&
      (selector.cell !== null || row.cell === run.cell) &&
      (selector.machine !== null || row.machine === run.machine),
  )
  return selectRows(candidates, selector, nowMs)
}

function holds(row: HistoryRow, selector: HistorySelector, nowMs: number): boolean {
  const { label, branch, commit, scenario, machine, cell, verdicts, windowMs } = selector
  return (
    (label === null || row.label === label) &&
    (branch === null || row.branch === branch) &&
    (commit === null || row.commit?.startsWith(commit) === true) &&
    (scenario === null || row.scenario.startsWith(scenario)) &&
    (machine === null || row.machine.startsWith(machine)) &&
    (cell === null || row.cell === cell) &&
    (verdicts === null ? row.verdict !== 'INVALID' : verdicts.includes(row.verdict)) &&
    (windowMs === null || Date.parse(row.started_at) >= nowMs - windowMs)
  )
}
