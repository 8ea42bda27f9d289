import { writeSync } from 'node:fs'
import { TareError } from '../errors.ts'

/** Writes some of the bytes, as write(2) does, and returns how many. */
export type WriteBytes = (fd: number, bytes: Uint8Array, offset: number, length: number) => number

const fullDisk: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "the user's disk quota is used up",
  EFBIG: 'the file is as large as the system allows (ulimit -f)',
  EIO: 'the disk reports an error',
  EROFS: 'the disk is read-only',
}

/**
 * Writes some bytes to the file at `path` and returns how many, at least one.
 * Throws TareError 'resources' that says what the disk ran out of and that nothing written before is lost.
 */
export function writeBytes(
  fd: number,
  path: string,
  bytes: Uint8Array,
  offset: number,
  length: number,
  write: WriteBytes = writeSync,
): number {
  try {
    return write(fd, bytes, offset, length)
  } catch (cause) {
    throw writeFailure(path, cause)
  }
}

/** The error to show for a failed open, write or rename of a file of the run folder. */
export function writeFailure(path: string, cause: unknown): TareError {
  const code = (cause as NodeJS.ErrnoException).code ?? ''
  const why = fullDisk[code] ?? (cause as Error).message
  return new TareError('resources', `can't write ${path}: ${why}`, {
    hint: 'Requests that had finished are kept. Make room, then run `tare recover` on the run folder.',
    cause,
  })
}
