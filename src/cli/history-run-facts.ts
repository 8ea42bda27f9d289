import { headlineMetrics } from '../analysis/comparison/compared-metric.ts'
import type { HistoryRow } from '../analysis/history/history-row.ts'
import { printable } from '../report/printable.ts'

/** What tells a run of a history from others, behind its id: ` (label nightly)`; nothing where it has none of that. */
export function historyRunFacts({ label, cell, verdict, invalid }: HistoryRow): string {
  const facts = [
    ...(label === null ? [] : [`label ${printable(label)}`]),
    ...(cell === null ? [] : [`cell ${printable(cell)}`]),
    ...(verdict === 'INVALID' ? [invalidInWords(invalid)] : []),
  ]
  return facts.length === 0 ? '' : ` (${facts.join(', ')})`
}

/** `INVALID in ttft_from_plan, e2e_from_plan: no baseline there`. */
function invalidInWords(invalid: string | null): string {
  if (invalid === '') return 'INVALID, but in nothing that is compared'
  const names = new Set(invalid?.split(' ').map((metric) => metric.split('.')[0]!))
  const isWhole = invalid === null || headlineMetrics.every((metric) => names.has(metric.split('.')[0]!))
  return isWhole ? 'INVALID: no baseline' : `INVALID in ${Array.from(names).join(', ')}: no baseline there`
}
