import { existsSync, readFileSync } from 'node:fs'
import type { CellRow, CellValue } from '../../analysis/cells/cell-row.ts'
import { readSweepManifest, type SweepFolder, sweepFolder } from './sweep-folder.ts'

/** The rows of a sweep so far, of each run the latest, in the order of running. A line cut short by a crash is left out. */
export function readRows(folder: SweepFolder): readonly CellRow[] {
  const rows = new Map<CellValue, CellRow>()
  for (const line of readFileSync(folder.rows, 'utf8').split('\n')) {
    const row = parsed(line)
    if (row !== null) rows.set(row.index ?? null, row)
  }
  return Array.from(rows.values()).sort((a, b) => Number(a.index) - Number(b.index))
}

function parsed(line: string): CellRow | null {
  try {
    return line === '' ? null : (JSON.parse(line) as CellRow)
  } catch {
    return null
  }
}

/** Whether a folder is a sweep's. */
export function isSweepFolder(path: string): boolean {
  return existsSync(sweepFolder(path).manifest)
}

/** The rows in the folder of a sweep. Throws TareError 'folder' when it is none. */
export function readSweepRows(path: string): readonly CellRow[] {
  const folder = sweepFolder(path)
  readSweepManifest(folder)
  return readRows(folder)
}
