import { join } from 'node:path'
import { axisPrefix, type CellRow, type CellValue, settingPrefix } from '../../analysis/cells/cell-row.ts'
import { readSweepRows } from '../sweep/read-rows.ts'
import { readSweepManifest, sweepFolder } from '../sweep/sweep-folder.ts'
import type { FoundRun, FoundRuns } from './found-run.ts'

/** The runs of a sweep with their cells, and what the server was read back to have; what wasn't measured is named. */
export function runsOfSweep(path: string): FoundRuns {
  const rows = readSweepRows(path)
  const read = rows.map((row) => runOfRow(path, row))
  return {
    found: read.filter((run) => typeof run !== 'string'),
    missing: [...read.filter((run) => typeof run === 'string'), ...notBegun(path, rows.length)],
  }
}

/** Of a sweep that was cut short. */
function notBegun(path: string, begun: number): readonly string[] {
  const { runs } = readSweepManifest(sweepFolder(path))
  return runs > begun
    ? [`${path}: ${runs - begun} of ${runs} runs haven't been made (tare sweep --resume)`]
    : []
}

function runOfRow(sweep: string, row: CellRow): FoundRun | string {
  if (row.status !== 'measured' || typeof row.folder !== 'string') {
    const what = row.status === 'failed' ? 'failed' : "wasn't run"
    return `${sweep}: a run of cell ${String(row.cell)} ${what}${row.error ? `, ${String(row.error)}` : ''}`
  }
  return {
    path: join(sweep, row.folder),
    cell: typeof row.cell === 'string' ? row.cell : null,
    axes: known(row, axisPrefix),
    serverSettings: settingsOf(row),
  }
}

function settingsOf(row: CellRow): FoundRun['serverSettings'] {
  const entries = Object.entries(known(row, settingPrefix))
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value]),
  )
}

/** Values of the row's columns that begin so, by the rest of their names. */
function known(row: CellRow, prefix: string): FoundRun['axes'] {
  const entries = Object.entries(row).filter(
    (entry): entry is [string, Exclude<CellValue, null>] => entry[0].startsWith(prefix) && entry[1] !== null,
  )
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]))
}
