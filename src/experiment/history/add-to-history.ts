import type { HistoryRow } from '../../analysis/history/history-row.ts'
import { TareError } from '../../errors.ts'
import type { FoundRun } from '../comparison/found-run.ts'
import { readComparedRun } from '../comparison/read-compared-run.ts'
import { runsAt } from '../comparison/runs-at.ts'
import { compactIndex } from './compact-index.ts'
import { historyFolder } from './history-folder.ts'
import type { HistoryNote } from './history-note.ts'
import { historyRowOf } from './history-row-of.ts'
import { type AddedEntry, newTag } from './index-entry.ts'
import { readIndex } from './read-index.ts'
import { noteOf, type StoredRun, storeRun } from './store-run.ts'
import { writeSegment } from './write-segment.ts'

export interface AddToHistoryOptions {
  /** In the place of what the run says of itself. */
  readonly label?: string
  readonly branch?: string
  readonly commit?: string
  /** When that commit was made; without one the history doesn't know. */
  readonly committedAt?: string
  /** Leaves out records.parquet, by far the largest: the numbers stay, but can't be made again from it. */
  readonly withoutRecords?: boolean
  readonly now?: Date
}

export interface AddedToHistory {
  readonly added: readonly HistoryRow[]
  /** Ids of runs that were in the history. */
  readonly present: readonly string[]
  /** Runs of a sweep or a folder that can't be read, each in a sentence without its full stop. */
  readonly unreadable: readonly string[]
}

/**
 * Adds runs to a history, which comes into being with the first: each a run folder, a folder of them, or a sweep, of which every
 * measured run is added with its cell. The runs are copied first, then one segment of the index says so: two that add at once don't
 * hinder each other, and one that is killed has added all or nothing. A run that is there already isn't added again.
 *
 * Throws TareError 'folder' for a path without a run, and when none of them can be read; 'resources' when the disk is full.
 *
 * @example
 * const { added } = addToHistory('tare-history', ['runs/nightly'], { label: 'nightly' })
 */
export function addToHistory(
  store: string,
  runs: readonly string[],
  options: AddToHistoryOptions = {},
): AddedToHistory {
  const folder = historyFolder(store)
  const now = options.now ?? new Date()
  const named = runs.map(runsAt)
  const index = readIndex(folder, [])
  const known = new Set(index.rows.map(({ run_id }) => run_id))
  const entries: AddedEntry[] = []
  const present: string[] = []
  const unreadable = named.flatMap(({ missing }) => missing)
  for (const one of named.flatMap(({ found }) => found)) {
    const stored = readOr(unreadable, one, now, options)
    if (stored === null) continue
    const { row } = stored
    if (known.has(row.run_id)) {
      present.push(row.run_id)
      continue
    }
    storeRun(folder, row, stored, options.withoutRecords !== true)
    known.add(row.run_id)
    entries.push({ kind: 'added', tag: newTag(), row })
  }
  if (entries.length === 0 && present.length === 0) throw nothingReadable(unreadable)
  if (entries.length > 0) {
    writeSegment(folder, entries, [], now)
    compactIndex(folder, readIndex(folder, []), now)
  }
  return { added: entries.map(({ row }) => row), present, unreadable }
}

function readOr(
  unreadable: string[],
  { path, axes, cell, serverSettings }: FoundRun,
  now: Date,
  options: AddToHistoryOptions,
): (StoredRun & { readonly row: HistoryRow }) | null {
  try {
    const run = readComparedRun(path, axes, serverSettings)
    const note = { ...noteOf(run, now), cell, ...given(options) }
    return { run, note, row: historyRowOf(run, note) }
  } catch (error) {
    if (!(error instanceof TareError)) throw error
    unreadable.push(error.message)
    return null
  }
}

function given(options: AddToHistoryOptions): Partial<HistoryNote> {
  const { label, branch, commit, committedAt } = options
  return {
    ...(label === undefined ? {} : { label }),
    ...(branch === undefined ? {} : { branch }),
    ...(commit === undefined ? {} : { commit, committed_at: committedAt ?? null }),
  }
}

function nothingReadable(unreadable: readonly string[]): TareError {
  return new TareError('folder', `nothing can be added: ${unreadable[0] ?? 'no run was measured'}`, {
    hint: 'A run that was killed is completed by tare recover.',
  })
}
