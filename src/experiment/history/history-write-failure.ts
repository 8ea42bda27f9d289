import { TareError } from '../../errors.ts'

const full: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG']

/** The error to show when a file of the history can't be written. */
export function historyWriteFailure(path: string, cause: unknown): TareError {
  const { code, message } = cause as NodeJS.ErrnoException
  const isFull = full.includes(code)
  return new TareError(isFull ? 'resources' : 'folder', `can't write ${path}: ${code ?? message}`, {
    hint: isFull
      ? 'Make room, and give the same command again: what was added stays.'
      : 'Name a history that you may write to with --history, or by TARE_HISTORY.',
    cause,
  })
}
