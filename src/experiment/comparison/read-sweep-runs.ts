import { join } from 'node:path'
import { axisPrefix, type CellRow, type CellValue, settingPrefix } from '../../analysis/cells/cell-row.ts'
import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'
import { readSweepRows } from '../sweep/read-rows.ts'
import { readSweepManifest, sweepFolder } from '../sweep/sweep-folder.ts'
import { readComparedRun } from './read-compared-run.ts'
import { type ReadRuns, readOrSay, sorted } from './read-runs.ts'

/** The runs of a sweep with their cells' axes, and what the server was read back to have; what wasn't measured is named. */
export function readSweepRuns(path: string): ReadRuns {
  const rows = readSweepRows(path)
  const { runs, unreadable } = sorted(rows.map((row) => readRow(path, row)))
  return { runs, unreadable: [...unreadable, ...notBegun(path, rows.length)] }
}

/** Of a sweep that was cut short. */
function notBegun(path: string, begun: number): readonly string[] {
  const { runs } = readSweepManifest(sweepFolder(path))
  return runs > begun
    ? [`${path}: ${runs - begun} of ${runs} runs haven't been made (tare sweep --resume)`]
    : []
}

function readRow(path: string, row: CellRow): ComparedRun | string {
  if (row.status !== 'measured' || typeof row.folder !== 'string') {
    const what = row.status === 'failed' ? 'failed' : "wasn't run"
    return `${path}: a run of cell ${String(row.cell)} ${what}${row.error ? `, ${String(row.error)}` : ''}`
  }
  const folder = join(path, row.folder)
  const run = readOrSay(() => readComparedRun(folder, known(row, axisPrefix)))
  if (typeof run === 'string') return run
  return { ...run, facts: { ...run.facts, serverSettings: settingsOf(row) } }
}

function settingsOf(row: CellRow): Readonly<Record<string, string | number>> {
  const entries = Object.entries(known(row, settingPrefix))
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value]),
  )
}

/** Values of the row's columns that begin so, by the rest of their names. */
function known(row: CellRow, prefix: string): Readonly<Record<string, string | number | boolean>> {
  const entries = Object.entries(row).filter(
    (entry): entry is [string, Exclude<CellValue, null>] => entry[0].startsWith(prefix) && entry[1] !== null,
  )
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]))
}
