import { fstatSync, openSync, statSync } from 'node:fs'
import { TareError } from '../errors.ts'

export interface InputFile {
  /** To be closed by the caller. */
  readonly fd: number
  readonly sizeBytes: number
}

/**
 * Opens a file that the plan names. Only regular files: a pipe could be read but once, and not by every worker.
 * Throws TareError('input'); `what` is for its message: 'the file of prompts'.
 */
export function openInputFile(path: string, what: string): InputFile {
  let regular: boolean
  let fd: number
  try {
    // Before opening, because opening a pipe that nobody writes to never returns.
    regular = statSync(path).isFile()
    fd = regular ? openSync(path, 'r') : -1
  } catch (cause) {
    throw new TareError('input', `${what} can't be opened: ${(cause as Error).message}`, {
      hint: 'check the path (it is relative to the working directory) and its permissions',
      cause,
    })
  }
  if (!regular) {
    throw new TareError('input', `${what} can't be used: ${path} isn't a regular file`, {
      hint: 'write what it holds to a file first',
    })
  }
  return { fd, sizeBytes: fstatSync(fd).size }
}
