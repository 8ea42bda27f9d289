import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { everyVerdict } from '../../analysis/history/every-verdict.ts'
import type { HistoryRow } from '../../analysis/history/history-row.ts'
import { newestFirst } from '../../analysis/history/newest-first.ts'
import { type HistorySelector, selectRows } from '../../analysis/history/select-rows.ts'
import { compactIndex } from './compact-index.ts'
import { historyFolder } from './history-folder.ts'
import { historyWriteFailure } from './history-write-failure.ts'
import type { RemovedEntry } from './index-entry.ts'
import { readIndex } from './read-index.ts'
import { writeSegment } from './write-segment.ts'

/** Which runs may go: those of the selector, without the newest `keep`, that began longer ago than `olderThanMs`. */
export interface PruneRequest {
  readonly selector: HistorySelector | null
  readonly keep: number | null
  readonly olderThanMs: number | null
  /** Whether the last run of a label may go. */
  readonly lastOfLabel: boolean
}

export interface PruneDecision {
  /** Newest first. */
  readonly going: readonly HistoryRow[]
  /** Would go, but are the last of their label. */
  readonly spared: readonly HistoryRow[]
}

/** What would be removed. */
export function whatToPrune(
  rows: readonly HistoryRow[],
  request: PruneRequest,
  nowMs: number,
): PruneDecision {
  const { selector, keep, olderThanMs, lastOfLabel } = request
  const meant = selector === null ? newestFirst(rows) : selectRows(rows, everyVerdict(selector), nowMs)
  const candidates = meant
    .slice(keep ?? 0)
    .filter(({ started_at }) => olderThanMs === null || Date.parse(started_at) < nowMs - olderThanMs)
  if (lastOfLabel) return { going: candidates, spared: [] }
  const ids = new Set(candidates.map(({ run_id }) => run_id))
  const labels = new Set(rows.flatMap((row) => (ids.has(row.run_id) ? [] : [row.label])))
  const spared = candidates.filter(({ label }) => {
    if (label === null || labels.has(label)) return false
    labels.add(label)
    return true
  })
  return { going: candidates.filter((row) => !spared.includes(row)), spared }
}

/**
 * Removes runs from a history: first a segment takes them back, then their folders go. A folder that a crash left behind is in no list.
 * Throws TareError 'folder' or 'resources'.
 */
export function pruneHistory(store: string, going: readonly HistoryRow[], now: Date = new Date()): void {
  const folder = historyFolder(store)
  const ids = new Set(going.map(({ run_id }) => run_id))
  const index = readIndex(folder, [])
  const entries = index.added.flatMap(({ tag, row }): readonly RemovedEntry[] =>
    ids.has(row.run_id) ? [{ kind: 'removed', tag, runId: row.run_id }] : [],
  )
  if (entries.length === 0) return
  writeSegment(folder, entries, [], now)
  for (const { run_id } of going) {
    const path = join(folder.runs, run_id)
    try {
      rmSync(path, { recursive: true, force: true })
    } catch (cause) {
      throw historyWriteFailure(path, cause)
    }
  }
  compactIndex(folder, readIndex(folder, []), now)
}
