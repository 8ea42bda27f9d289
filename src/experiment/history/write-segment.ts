import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { encodeSegment } from './encode-segment.ts'
import type { HistoryFolder } from './history-folder.ts'
import { historyWriteFailure } from './history-write-failure.ts'
import type { IndexEntry } from './index-entry.ts'
import { segmentName } from './segment-name.ts'

/**
 * Writes a segment under a name that no other has. It is written where it stays, as an object store would, and is on the disk when
 * this returns.
 * Returns the name. Throws TareError 'folder' or 'resources'.
 */
export function writeSegment(
  folder: HistoryFolder,
  entries: readonly IndexEntry[],
  replaces: readonly string[],
  now: Date,
): string {
  const bytes = encodeSegment(entries, replaces)
  const name = segmentName(bytes, now)
  const path = join(folder.index, name)
  let fd: number | undefined
  try {
    mkdirSync(folder.index, { recursive: true })
    fd = openSync(path, 'wx')
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    fsyncSync(fd)
    closeSync(fd)
  } catch (cause) {
    if (fd !== undefined) rmSync(path, { force: true })
    throw historyWriteFailure(path, cause)
  }
  syncFolder(folder.index)
  return name
}

/** So that a segment's name is on the disk before those go that it stands for. */
function syncFolder(path: string): void {
  try {
    const fd = openSync(path, 'r')
    fsyncSync(fd)
    closeSync(fd)
  } catch {
    // Not every file system has that.
  }
}
