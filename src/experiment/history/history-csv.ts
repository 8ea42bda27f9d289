import type { HistoryRow } from '../../analysis/history/history-row.ts'
import { csvField } from '../../record/csv-field.ts'

/** Runs of a history as RFC 4180 has it, with a header: a column a key of a row, then one a metric. */
export function historyCsv(rows: readonly HistoryRow[]): string {
  const metrics = Array.from(new Set(rows.flatMap((row) => Object.keys(row.metrics))))
  const facts = Object.keys(rows[0] ?? {}).filter((key) => key !== 'metrics') as Exclude<
    keyof HistoryRow,
    'metrics'
  >[]
  const lines = rows.map((row) => [
    ...facts.map((key) => csvField(row[key])),
    ...metrics.map((name) => csvField(row.metrics[name] ?? null)),
  ])
  return [[...facts, ...metrics].map(csvField), ...lines].map((line) => `${line.join(',')}\r\n`).join('')
}
