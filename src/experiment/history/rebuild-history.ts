import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { TareError } from '../../errors.ts'
import { removeSegments } from './compact-index.ts'
import { historyFolder, isRunId } from './history-folder.ts'
import { historyRowOf } from './history-row-of.ts'
import { type AddedEntry, newTag } from './index-entry.ts'
import { readIndex } from './read-index.ts'
import { readStoredRun } from './store-run.ts'
import { writeSegment } from './write-segment.ts'

export interface RebuiltHistory {
  /** Runs that the index has now. */
  readonly runs: number
  /** What isn't in it, and why, each in a sentence without its full stop. */
  readonly leftOut: readonly string[]
}

/**
 * Makes the index again from the runs in the store: of damaged segments, of another version, or of none. Runs that were taken back and
 * whose folder is still there stay out. The new segment is written before the old ones go.
 * Throws TareError 'folder' when the store has no runs, 'resources'.
 */
export function rebuildHistory(store: string, now: Date = new Date()): RebuiltHistory {
  const folder = historyFolder(store)
  const index = readIndex(folder, [])
  const live = new Set(index.rows.map(({ run_id }) => run_id))
  const takenBack = new Set(index.removed.map(({ runId }) => runId))
  const leftOut: string[] = []
  const entries: AddedEntry[] = []
  for (const id of runIdsIn(folder.runs)) {
    if (takenBack.has(id) && !live.has(id)) {
      leftOut.push(
        `runs/${id} was pruned, and only its folder is left: tare history add ${join(store, 'runs', id)} takes it in again`,
      )
      continue
    }
    try {
      const { run, note } = readStoredRun(join(folder.runs, id))
      const row = historyRowOf(run, note)
      if (row.run_id === id) entries.push({ kind: 'added', tag: newTag(), row })
      else leftOut.push(`runs/${id} has the run ${row.run_id} in it`)
    } catch (error) {
      if (!(error instanceof TareError)) throw error
      leftOut.push(error.message)
    }
  }
  const inStore = new Set(entries.map(({ row }) => row.run_id))
  for (const id of live) if (!inStore.has(id)) leftOut.push(`runs/${id} has gone, and its figures with it`)
  const old = [...index.segments, ...index.damaged].map(({ name }) => name)
  writeSegment(folder, [...entries, ...index.removed], old, now)
  removeSegments(folder, [...old, ...index.replaced])
  return { runs: entries.length, leftOut }
}

function runIdsIn(runs: string): readonly string[] {
  try {
    return readdirSync(runs).filter(isRunId).sort()
  } catch (cause) {
    throw new TareError('folder', `${runs} can't be read: ${(cause as NodeJS.ErrnoException).code}`, {
      hint: 'Name the folder of a history with --history, or by TARE_HISTORY.',
      cause,
    })
  }
}
