import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { axisPrefix, type CellRow } from '../../analysis/cells/cell-row.ts'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { TareError } from '../../errors.ts'
import { runFolder } from '../../run/run-folder.ts'
import { isSweepFolder, readSweepRows } from '../sweep/read-rows.ts'

/** A run folder, and what cell it is of. */
export interface FoundRun {
  readonly path: string
  readonly cell: string | null
  readonly axes: ComparedRun['axes']
}

/** Runs that a path names: itself, those of a sweep that were measured, or the run folders in a folder, by name. Throws TareError 'folder' when there is none. */
export function runsAt(path: string): readonly FoundRun[] {
  if (isSweepFolder(path)) return readSweepRows(path).flatMap((row) => runOfRow(path, row))
  if (isRun(path)) return [{ path, cell: null, axes: {} }]
  const inside = foldersIn(path).map((name) => join(path, name))
  const found = inside.filter(isRun).map((run) => ({ path: run, cell: null, axes: {} }))
  if (found.length > 0) return found
  throw new TareError('folder', `there is no finished run in ${path}`, {
    hint: 'Name the folder of a run, of a sweep, or one that has run folders in it.',
  })
}

function isRun(path: string): boolean {
  return existsSync(runFolder(path).summary)
}

function foldersIn(path: string): readonly string[] {
  try {
    const entries = readdirSync(path, { withFileTypes: true })
    return entries
      .filter((entry) => !entry.isFile())
      .map(({ name }) => name)
      .sort()
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code
    throw new TareError('folder', `can't read ${path}: ${reason}`, { cause })
  }
}

function runOfRow(sweep: string, row: CellRow): readonly FoundRun[] {
  if (row.status !== 'measured' || typeof row.folder !== 'string') return []
  const axes = Object.entries(row).flatMap(([name, value]) =>
    name.startsWith(axisPrefix) && value !== null ? [[name.slice(axisPrefix.length), value] as const] : [],
  )
  const cell = typeof row.cell === 'string' ? row.cell : null
  return [{ path: join(sweep, row.folder), cell, axes: Object.fromEntries(axes) }]
}
