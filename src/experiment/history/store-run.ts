import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import type { HistoryRow } from '../../analysis/history/history-row.ts'
import { TareError } from '../../errors.ts'
import { type RunFolder, runFolder } from '../../run/run-folder.ts'
import { readComparedRun } from '../comparison/read-compared-run.ts'
import type { HistoryFolder } from './history-folder.ts'
import type { HistoryNote } from './history-note.ts'
import { historyWriteFailure } from './history-write-failure.ts'

const noteName = 'history.json'

/** A run, and what the store notes of it. */
export interface StoredRun {
  readonly run: ComparedRun
  readonly note: HistoryNote
}

/**
 * Copies a run's files into the store. The summary comes last: with it the run is whole, and one that was cut short is copied anew.
 * Throws TareError 'folder' when the store has another run of that id.
 */
export function storeRun(
  store: HistoryFolder,
  row: HistoryRow,
  { run, note }: StoredRun,
  withRecords: boolean,
): void {
  const from = runFolder(run.path)
  const to = runFolder(join(store.path, row.folder))
  if (isStored(from, to)) return
  const files = ['environment', 'plan', ...(withRecords ? (['records'] as const) : []), 'summary'] as const
  try {
    mkdirSync(to.path, { recursive: true })
    writeFileSync(join(to.path, noteName), `${JSON.stringify(note, null, 2)}\n`)
    for (const file of files) if (existsSync(from[file])) copyFileSync(from[file], to[file])
  } catch (cause) {
    throw historyWriteFailure(to.path, cause)
  }
}

function isStored(from: RunFolder, to: RunFolder): boolean {
  if (!existsSync(to.summary)) return false
  const own = readFileSync(from.summary)
  const there = readFileSync(to.summary)
  if (there.equals(own)) return true
  // Cut short as it was copied.
  if (there.length < own.length && own.subarray(0, there.length).equals(there)) return false
  throw new TareError('folder', `${to.path} has another run of the same id as ${from.path}`, {
    hint: 'A run that was recovered or reported anew is another: prune the one in the history first.',
  })
}

/** A run of the store as it was added, by its folder. Throws TareError 'folder' when it isn't whole. */
export function readStoredRun(path: string): StoredRun {
  const note = readNote(path)
  const run = readComparedRun(path, note?.axes, note?.server_settings)
  return { run, note: note ?? noteOf(run, new Date(run.summary.started_at)) }
}

/** What a run's own files say of what a note has. */
export function noteOf(run: ComparedRun, addedAt: Date): HistoryNote {
  return {
    schema: 'tare.history-note/1',
    added_at: addedAt.toISOString(),
    label: run.summary.label,
    branch: run.facts.branch,
    commit: run.facts.commit,
    committed_at: commitTimeOf(run.path),
    cell: null,
    axes: run.axes,
    server_settings: run.facts.serverSettings,
  }
}

function commitTimeOf(path: string): string | null {
  const environment = JSON.parse(readFileSync(runFolder(path).environment, 'utf8')) as {
    readonly git?: { readonly committed_at?: unknown } | null
  }
  const at = environment.git?.committed_at
  return typeof at === 'string' ? at : null
}

function readNote(path: string): HistoryNote | null {
  try {
    const note = JSON.parse(readFileSync(join(path, noteName), 'utf8')) as HistoryNote
    return note.schema === 'tare.history-note/1' ? note : null
  } catch {
    // Added by hand, or cut short: what the run says of itself has to do.
    return null
  }
}
