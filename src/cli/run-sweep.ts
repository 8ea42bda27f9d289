import { relative } from 'node:path'
import { createCellFailures } from '../analysis/cells/cell-failures.ts'
import type { CellRow } from '../analysis/cells/cell-row.ts'
import { invalidRunStatus, TareError } from '../errors.ts'
import {
  type RunSweepOptions,
  resumeSweep,
  runSweep,
  type SweepOutcome,
} from '../experiment/sweep/run-sweep.ts'
import type { SweepProgress } from '../experiment/sweep/sweep-progress.ts'
import { valueAt } from '../plan/authored/plan-content.ts'
import type { RunFlags } from '../plan/run-flags.ts'
import { openProgress } from '../run/progress/open-progress.ts'
import { interruptedStatus, withInterrupts } from './interrupts.ts'
import { printSweep } from './print-sweep.ts'
import { readPlanFile } from './read-plan-file.ts'
import { tell } from './tell.ts'

/** Runs the sweep of a plan file into a new folder; returns the exit status. */
export function sweepPlanFile(
  path: string,
  flags: RunFlags,
  sets: readonly string[],
  stopOnFailure: boolean,
): Promise<number> {
  const file = readPlanFile(path, flags, sets)
  if (file.kind === 'resolved') {
    throw new TareError('usage', `${path} is the plan of a single run`, {
      hint: `Run it by tare run ${path}, or write a plan with a matrix: tare plan init.`,
    })
  }
  const format = valueAt(file.authored.content, ['output', 'format']) === 'json' ? 'json' : 'table'
  return goThrough((options) => runSweep(file.authored, options), stopOnFailure, format)
}

/** Goes on with a sweep; returns the exit status. */
export function goOnWithSweep(path: string, flags: RunFlags, stopOnFailure: boolean): Promise<number> {
  const sweep = (options: RunSweepOptions): Promise<SweepOutcome> => resumeSweep(path, { ...options, flags })
  return goThrough(sweep, stopOnFailure, flags.format ?? 'table')
}

async function goThrough(
  sweep: (options: RunSweepOptions) => Promise<SweepOutcome>,
  stopOnFailure: boolean,
  format: string,
): Promise<number> {
  const { state, folder, rows } = await withInterrupts((signals) => {
    return sweep({ ...signals, progress: createProgress(), tell, stopOnFailure })
  })
  const shown = relative(process.cwd(), folder.path) || '.'
  printSweep(rows, shown, format)
  if (state !== 'interrupted') return statusOf(rows)
  tell(`Interrupted. To go on: tare sweep --resume ${shown}`)
  return interruptedStatus
}

/** Says why a run failed in whole once, and of others that failed alike that they did. */
function createProgress(): SweepProgress {
  const failures = createCellFailures()
  return {
    openRun: () => openProgress(process.stderr, process.env),
    cellBegins: ({ id, repeat }, { done, runs }) =>
      tell(`[${done + 1} of ${runs}] ${id}, round ${repeat + 1}`),
    cellEnded: (row) => tell(`  ${row.status === 'failed' ? failureOf(row, failures.add(row)) : endOf(row)}`),
  }
}

function failureOf({ error }: CellRow, before: string | null): string {
  return before === null ? `failed: ${inOneLine(String(error))}` : `failed as ${before} did`
}

function endOf({ verdict, requests_per_s: rate }: CellRow): string {
  return typeof rate === 'number' ? `${verdict}, ${rate.toPrecision(4)} req/s` : String(verdict)
}

/** A text that ends in a server's log: its first line and its last, the one nearest to what happened. */
function inOneLine(text: string): string {
  const lines = text.split('\n')
  return lines.length === 1 ? text : `${lines[0]} … ${lines.at(-1)}`
}

/** A run that failed is worse than one that mustn't be believed: there is no number at all. */
function statusOf(rows: readonly CellRow[]): number {
  if (rows.some(({ status }) => status === 'failed')) return 1
  return rows.some(({ verdict }) => verdict === 'INVALID') ? invalidRunStatus : 0
}
