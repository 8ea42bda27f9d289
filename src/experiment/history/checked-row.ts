import type { HistoryRow } from '../../analysis/history/history-row.ts'
import { shortened } from '../../errors.ts'
import { isRunId } from './history-folder.ts'
import type { TextColumn } from './segment-format.ts'

/** A row's values, which may be anything. */
export type RowValues = Readonly<Record<TextColumn | 'run_id' | 'canary', unknown>>

const verdicts: readonly unknown[] = ['VALID', 'SUSPECT', 'INVALID']

/** A row of the index of values that a file gave. Throws an Error that says which of them can't be. */
export function checkedRow(values: RowValues, metrics: HistoryRow['metrics']): HistoryRow {
  const { run_id, folder, verdict } = values
  if (!isRunId(run_id)) throw bad('run_id', run_id)
  // Whatever a file says, a run is in the store.
  if (folder !== `runs/${run_id}`) throw bad('folder', folder)
  if (!verdicts.includes(verdict)) throw bad('verdict', verdict)
  const textOrNull = (name: TextColumn): string | null => {
    const value = values[name] ?? null
    if (value === null || typeof value === 'string') return value
    throw bad(name, value)
  }
  const text = (name: TextColumn): string => {
    const value = values[name]
    if (typeof value === 'string') return value
    throw bad(name, value)
  }
  const time = (name: TextColumn): string => {
    const value = text(name)
    if (Number.isNaN(Date.parse(value))) throw bad(name, value)
    return value
  }
  return {
    run_id,
    folder,
    added_at: time('added_at'),
    started_at: time('started_at'),
    label: textOrNull('label'),
    branch: textOrNull('branch'),
    commit: textOrNull('commit'),
    committed_at: textOrNull('committed_at'),
    scenario: text('scenario'),
    scenario_in_words: text('scenario_in_words'),
    cell: textOrNull('cell'),
    machine: text('machine'),
    machine_in_words: text('machine_in_words'),
    tare_version: text('tare_version'),
    canary: values.canary === true,
    verdict: verdict as HistoryRow['verdict'],
    invalid: textOrNull('invalid'),
    unresolved: textOrNull('unresolved'),
    metrics,
  }
}

function bad(name: string, value: unknown): Error {
  return new Error(`its ${name} can't be ${shortened(JSON.stringify(value) ?? 'nothing', 60)}`)
}
