import { createHash } from 'node:crypto'

const nameForm = /^\d{8}T\d{9}Z-([0-9a-f]{24})\.parquet$/

/** Whether a file of the index can be a segment. */
export function isSegmentName(name: string): boolean {
  return nameForm.test(name)
}

/** A segment's name, which no other has: the time, so that names sort, and a hash of what is in it, by which a reader sees that it is whole. */
export function segmentName(bytes: Uint8Array, now: Date): string {
  return `${now.toISOString().replace(/[-:.]/g, '')}-${digest(bytes)}.parquet`
}

/** Whether these are the bytes that were written under the name. */
export function isNameOf(name: string, bytes: Uint8Array): boolean {
  return nameForm.exec(name)?.[1] === digest(bytes)
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 24)
}
