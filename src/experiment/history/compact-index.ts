import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HistoryFolder } from './history-folder.ts'
import type { IndexEntry } from './index-entry.ts'
import type { HistoryIndex } from './read-index.ts'
import { readSegment } from './read-segment.ts'
import { writeSegment } from './write-segment.ts'

/** So many small segments are merged into one, unless somebody says otherwise. */
const manySegments = 16
/** A segment with so many entries isn't merged again: what a merge costs doesn't grow with the history. */
const fewEntries = 1000

/**
 * Merges small segments when there are many: first the new one is written, which names those that it stands for, then they are removed.
 * Whoever reads in between, or after a crash, or what two merges at once left, finds each run once. Never touches a segment that it
 * can't read.
 */
export function compactIndex(
  folder: HistoryFolder,
  index: HistoryIndex,
  now: Date,
  many: number = manySegments,
): void {
  removeSegments(folder, index.replaced)
  const small = index.segments.filter(({ entries }) => entries < fewEntries)
  if (small.length < many) return
  const taken: string[] = []
  const entries = new Map<string, IndexEntry>()
  for (const { name } of small) {
    try {
      for (const entry of readSegment(folder, name).entries) entries.set(`${entry.kind} ${entry.tag}`, entry)
      taken.push(name)
    } catch {
      // Another has merged it meanwhile.
    }
  }
  const kept = Array.from(entries.values()).filter(
    ({ kind, tag }) => kind === 'removed' || !entries.has(`removed ${tag}`),
  )
  if (taken.length === 0) return
  writeSegment(folder, kept, taken, now)
  removeSegments(folder, taken)
}

/** Removes segments that another stands for. One that can't be removed does no harm, and is tried again. */
export function removeSegments(folder: HistoryFolder, names: readonly string[]): void {
  for (const name of names) {
    try {
      rmSync(join(folder.index, name), { force: true })
    } catch {
      // Read-only, or a store that keeps what it has.
    }
  }
}
