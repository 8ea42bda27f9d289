import type { HistoryRow } from './history-row.ts'

/** The rows by when their runs began, latest first; of one moment, by their ids. */
export function newestFirst(rows: readonly HistoryRow[]): readonly HistoryRow[] {
  const dated = rows.map((row) => ({ row, atMs: Date.parse(row.started_at) }))
  dated.sort((a, b) => b.atMs - a.atMs || (a.row.run_id < b.row.run_id ? 1 : -1))
  return dated.map(({ row }) => row)
}
