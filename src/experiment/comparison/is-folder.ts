import { type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { shortened, TareError } from '../../errors.ts'

/**
 * Whether a folder is there by this path; false where nothing is. Throws TareError 'folder' for a file, and for what can't be looked at.
 */
export function isFolder(path: string): boolean {
  const found = lookAt(path)
  if (found === undefined || found.isDirectory()) return found !== undefined
  throw new TareError('folder', `${quoted(path)} is a file`, {
    hint: `Give the folder that it is in: ${dirname(path)}`,
  })
}

function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause)
    throw new TareError('folder', `can't look at ${quoted(path)}: ${reason}`, { cause })
  }
}

/** A path as an error quotes it. */
export function quoted(path: string): string {
  return JSON.stringify(shortened(path, 120))
}
