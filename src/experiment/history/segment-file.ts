import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { decodeSegment, type Segment } from './decode-segment.ts'
import { encodeSegment } from './encode-segment.ts'
import type { HistoryFolder } from './history-folder.ts'
import { historyWriteFailure } from './history-write-failure.ts'
import type { IndexEntry } from './index-entry.ts'

const nameForm = /^\d{8}T\d{9}Z-([0-9a-f]{24})\.parquet$/

/** Whether a file of the index can be a segment. */
export function isSegmentName(name: string): boolean {
  return nameForm.test(name)
}

/**
 * Writes a segment under a name that no other has: the time, so that names sort, and a hash of what is in it, by which a reader sees
 * that it is whole. It is written where it stays, as an object store would, and is on the disk when this returns.
 * Returns the name. Throws TareError 'folder' or 'resources'.
 */
export function writeSegment(
  folder: HistoryFolder,
  entries: readonly IndexEntry[],
  replaces: readonly string[],
  now: Date,
): string {
  const bytes = encodeSegment(entries, replaces)
  const name = `${now.toISOString().replace(/[-:.]/g, '')}-${digest(bytes)}.parquet`
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

/** Throws an Error that says what is wrong with a segment; with the code ENOENT where it has gone. */
export function readSegment(folder: HistoryFolder, name: string): Segment {
  const bytes = readFileSync(join(folder.index, name))
  if (nameForm.exec(name)?.[1] !== digest(bytes)) throw new Error('it is damaged, or was cut short')
  const { buffer, byteOffset, length } = bytes
  return decodeSegment(buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer)
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 24)
}
