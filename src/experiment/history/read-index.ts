import { readdirSync } from 'node:fs'
import type { HistoryRow } from '../../analysis/history/history-row.ts'
import { TareError } from '../../errors.ts'
import type { Segment } from './decode-segment.ts'
import type { HistoryFolder } from './history-folder.ts'
import type { AddedEntry, RemovedEntry } from './index-entry.ts'
import { readSegment } from './read-segment.ts'
import { isSegmentName } from './segment-name.ts'

/** All that the index of a history says. */
export interface HistoryIndex {
  /** Each run that is there, once. */
  readonly rows: readonly HistoryRow[]
  /** What says so: of a run that was added twice at once, two. */
  readonly added: readonly AddedEntry[]
  readonly removed: readonly RemovedEntry[]
  /** Segments that count, with how many entries each has. */
  readonly segments: readonly { readonly name: string; readonly entries: number }[]
  /** Segments that another stands for already: whoever wrote that one was killed before it removed them. */
  readonly replaced: readonly string[]
  readonly damaged: readonly DamagedSegment[]
}

export interface DamagedSegment {
  readonly name: string
  readonly reason: string
}

/** How often the index is read again because a segment that was listed has been merged into another meanwhile. */
const mostAttempts = 20

/**
 * Reads every segment of the index, rows with these metrics alone where they are given; an index that isn't there is empty. Throws
 * TareError 'folder' when it can't be listed.
 */
export function readIndex(folder: HistoryFolder, metrics?: readonly string[]): HistoryIndex {
  const known = new Map<string, Segment | DamagedSegment>()
  for (let attempt = 1; ; attempt++) {
    const names = segmentNames(folder)
    const isWhole = names.every((name) => readInto(known, folder, name, metrics))
    if (isWhole) return indexOf(new Map(names.map((name) => [name, known.get(name)!])))
    if (attempt === mostAttempts) {
      throw new TareError('folder', `${folder.index} changes faster than it can be read`, {
        hint: 'Something else removes its files: try again.',
      })
    }
  }
}

/** Whether the segment is known now; false when it has gone since it was listed. */
function readInto(
  known: Map<string, Segment | DamagedSegment>,
  folder: HistoryFolder,
  name: string,
  metrics: readonly string[] | undefined,
): boolean {
  if (known.has(name)) return true
  try {
    known.set(name, readSegment(folder, name, metrics))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false
    known.set(name, { name, reason: (cause as Error).message })
  }
  return true
}

function segmentNames(folder: HistoryFolder): readonly string[] {
  try {
    return readdirSync(folder.index).filter(isSegmentName).sort()
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new TareError('folder', `can't read the history ${folder.path}: ${code}`, {
      hint: 'Name the folder of a history with --history, or by TARE_HISTORY.',
      cause,
    })
  }
}

function indexOf(read: ReadonlyMap<string, Segment | DamagedSegment>): HistoryIndex {
  const whole = Array.from(read).flatMap(([name, found]) => ('entries' in found ? [{ name, ...found }] : []))
  const stoodFor = new Set(whole.flatMap(({ replaces }) => replaces))
  const counted = whole.filter(({ name }) => !stoodFor.has(name))
  const added = new Map<string, AddedEntry>()
  const removed = new Map<string, RemovedEntry>()
  for (const { entries } of counted) {
    for (const entry of entries) {
      if (entry.kind === 'added') added.set(entry.tag, entry)
      else removed.set(entry.tag, entry)
    }
  }
  for (const tag of removed.keys()) added.delete(tag)
  return {
    rows: eachRunOnce(added.values()),
    added: Array.from(added.values()),
    removed: Array.from(removed.values()),
    segments: counted.map((segment) => ({ name: segment.name, entries: segment.entries.length })),
    replaced: whole.flatMap(({ name }) => (stoodFor.has(name) ? [name] : [])),
    damaged: Array.from(read.values()).flatMap((found) => ('reason' in found ? [found] : [])),
  }
}

/** The first that was added, whoever reads. */
function eachRunOnce(added: Iterable<AddedEntry>): readonly HistoryRow[] {
  const first = new Map<string, AddedEntry>()
  for (const entry of added) {
    const other = first.get(entry.row.run_id)
    if (other === undefined || isBefore(entry, other)) first.set(entry.row.run_id, entry)
  }
  return Array.from(first.values(), ({ row }) => row)
}

function isBefore(one: AddedEntry, other: AddedEntry): boolean {
  if (one.row.added_at !== other.row.added_at) return one.row.added_at < other.row.added_at
  return one.tag < other.tag
}
