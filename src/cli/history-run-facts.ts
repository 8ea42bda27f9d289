import type { HistoryRow } from '../analysis/history/history-row.ts'
import { printable } from '../report/printable.ts'

/** What tells a run of a history from others, behind its id: ` (label nightly)`; nothing where it has none of that. */
export function historyRunFacts({ label, cell, verdict }: HistoryRow): string {
  const facts = [
    ...(label === null ? [] : [`label ${printable(label)}`]),
    ...(cell === null ? [] : [`cell ${printable(cell)}`]),
    ...(verdict === 'INVALID' ? ['INVALID: no baseline'] : []),
  ]
  return facts.length === 0 ? '' : ` (${facts.join(', ')})`
}
