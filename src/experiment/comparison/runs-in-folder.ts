import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isRunFolder } from './is-run-folder.ts'

/** The run folders right below a folder, and below its `runs/`, by name. */
export function runsInFolder(path: string): readonly string[] {
  const below = foldersIn(path)
  return [
    ...below,
    ...(below.includes('runs') ? foldersIn(join(path, 'runs')).map((name) => join('runs', name)) : []),
  ]
    .map((name) => join(path, name))
    .filter(isRunFolder)
}

/** Names of the folders in a folder, numbers in their order; none where it can't be read. */
export function foldersIn(path: string): readonly string[] {
  try {
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  } catch {
    return []
  }
}
