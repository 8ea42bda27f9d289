import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A machine's files as text: `/` of this one, or a copy of another's. What can't be read is null, and never an error. */
export interface HostTree {
  /** A file's content without the space around it; null when it is missing, unreadable or empty. */
  read(path: string): string | null
  /** Names in a folder, sorted; none when it can't be read. */
  list(path: string): readonly string[]
}

export function hostTree(root = '/'): HostTree {
  return {
    read(path) {
      try {
        return readFileSync(join(root, path), 'utf8').trim() || null
      } catch {
        return null
      }
    },
    list(path) {
      try {
        return readdirSync(join(root, path)).sort()
      } catch {
        return []
      }
    },
  }
}

/** A file that holds one number; null for anything else. */
export function readNumber(tree: HostTree, path: string): number | null {
  const text = tree.read(path)
  if (text === null || !/^-?\d+$/.test(text)) return null
  return Number(text)
}

/** The value after `key:` or `key =` in a file of such lines. */
export function readField(tree: HostTree, path: string, key: string): string | null {
  for (const line of (tree.read(path) ?? '').split('\n')) {
    const separator = line.search(/[:=]/)
    if (separator > 0 && line.slice(0, separator).trim() === key)
      return line.slice(separator + 1).trim() || null
  }
  return null
}
