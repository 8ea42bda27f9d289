import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { axisPrefix, type CellRow, settingPrefix } from '../../analysis/cells/cell-row.ts'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { TareError } from '../../errors.ts'
import { refuseAbFolder } from '../ab/refuse-ab-folder.ts'
import { isRunFolder } from '../comparison/is-run-folder.ts'
import { runsInFolder } from '../comparison/runs-in-folder.ts'
import { isSweepFolder, readSweepRows } from '../sweep/read-rows.ts'

/** A run folder, and what cell it is of. */
export interface FoundRun {
  readonly path: string
  readonly cell: string | null
  readonly axes: ComparedRun['axes']
  /** What its server was read back to have. */
  readonly settings: ComparedRun['facts']['serverSettings']
}

/** Runs that a path names: itself, those of a sweep that were measured, or the run folders in a folder, by name. Throws TareError 'folder' when there is none. */
export function runsAt(path: string): readonly FoundRun[] {
  refuseAbFolder(path)
  if (isSweepFolder(path)) return readSweepRows(path).flatMap((row) => runOfRow(path, row))
  if (isRunFolder(path)) return [ofNoSweep(path)]
  const found = runsInFolder(path)
  if (found.length > 0) return found.map(ofNoSweep)
  throw new TareError(
    'folder',
    existsSync(path) ? `there is no run in ${path}` : `there is no folder ${path}`,
    {
      hint: 'Name the folder of a run, of a sweep, or one that has run folders in it.',
    },
  )
}

function ofNoSweep(path: string): FoundRun {
  return { path, cell: null, axes: {}, settings: {} }
}

function runOfRow(sweep: string, row: CellRow): readonly FoundRun[] {
  if (row.status !== 'measured' || typeof row.folder !== 'string') return []
  const cell = typeof row.cell === 'string' ? row.cell : null
  const settings = valuesOf(row, settingPrefix) as FoundRun['settings']
  return [{ path: join(sweep, row.folder), cell, axes: valuesOf(row, axisPrefix), settings }]
}

/** Values of the row's columns that begin so, by the rest of their names. */
function valuesOf(row: CellRow, prefix: string): ComparedRun['axes'] {
  const entries = Object.entries(row).flatMap(([name, value]) =>
    name.startsWith(prefix) && value !== null ? [[name.slice(prefix.length), value] as const] : [],
  )
  return Object.fromEntries(entries)
}
