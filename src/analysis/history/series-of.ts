import type { HistoryRow } from './history-row.ts'

/**
 * The series that a run belongs to, as a key: runs of one scenario, and of one cell of a sweep, on machines of one fingerprint. Only
 * within a series may figures stand side by side.
 */
export function seriesOf({ scenario, cell, machine }: HistorySeries): string {
  return JSON.stringify([scenario, cell, machine])
}

/** What a series is told by. */
export type HistorySeries = Pick<HistoryRow, 'scenario' | 'cell' | 'machine'>
