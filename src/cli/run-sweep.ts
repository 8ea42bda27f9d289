import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import type { CellRow } from '../analysis/cells/cell-row.ts'
import { invalidRunStatus, TareError } from '../errors.ts'
import { createServerPool } from '../experiment/measure-on-server.ts'
import { writeCells } from '../experiment/sweep/cells-file.ts'
import { readRows } from '../experiment/sweep/read-rows.ts'
import { runSweep } from '../experiment/sweep/run-sweep.ts'
import {
  createSweepFolder,
  reopenSweepFolder,
  type SweepFolder,
  sweepSchema,
} from '../experiment/sweep/sweep-folder.ts'
import { sweepYaml } from '../experiment/sweep/sweep-yaml.ts'
import type { AuthoredPlan } from '../plan/authored/plan-layer.ts'
import { readAuthoredPlan } from '../plan/authored/read-authored-plan.ts'
import { expandPlan, type SweepPlan } from '../plan/expand-plan.ts'
import type { RunFlags } from '../plan/run-flags.ts'
import { sweepMarkdown } from '../report/sweep-table.ts'
import { openProgress } from '../run/progress/open-progress.ts'
import { tareVersion } from '../version.ts'
import { interruptedStatus, withInterrupts } from './interrupts.ts'
import { printSweep } from './print-sweep.ts'
import { readPlanFile } from './read-plan-file.ts'
import { surroundings } from './surroundings.ts'

export interface SweepCommandOptions {
  readonly stopOnFailure: boolean
  readonly format: string
}

/** Runs the sweep of a plan file into a new folder; returns the exit status. */
export function beginSweep(
  path: string,
  { out, ...flags }: RunFlags,
  sets: readonly string[],
  options: SweepCommandOptions,
): Promise<number> {
  const file = readPlanFile(path, flags, sets)
  if (file.kind === 'resolved') {
    throw new TareError('usage', `${path} is the plan of a single run`, {
      hint: `Run it by tare run ${path}, or write a plan with a matrix: tare plan init.`,
    })
  }
  const around = surroundings()
  const sweep = planned(file.authored, around)
  const dir =
    out ?? `sweeps/${around.now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}`
  const folder = createSweepFolder(dir, sweepYaml(file.authored, sweep.seed), {
    schema: sweepSchema,
    tare_version: tareVersion,
    created_at: around.now.toISOString(),
    seed: sweep.seed,
    runs: sweep.runs,
  })
  return goThrough(folder, sweep, options)
}

/** Goes on with a sweep; what was measured stays as it is. */
export function resumeSweep(path: string, flags: RunFlags, options: SweepCommandOptions): Promise<number> {
  const folder = reopenSweepFolder(path)
  const around = { env: process.env, sets: {}, flags, readFile: (file: string) => readFileSync(file, 'utf8') }
  const authored = readAuthoredPlan(readFileSync(folder.plan, 'utf8'), folder.plan, around)
  return goThrough(folder, planned(authored, surroundings()), options)
}

function planned(authored: AuthoredPlan, around: ReturnType<typeof surroundings>): SweepPlan {
  const sweep = expandPlan(authored, around)
  if (sweep.runs < 2) {
    throw new TareError('usage', 'a sweep of one run is a run', {
      hint: `Use tare run, or give the plan a matrix or a repeat.`,
    })
  }
  return sweep
}

async function goThrough(
  folder: SweepFolder,
  sweep: SweepPlan,
  { stopOnFailure, format }: SweepCommandOptions,
): Promise<number> {
  const wasInterrupted = await withInterrupts(async ({ stop, abort }) => {
    const servers = createServerPool()
    await runSweep({
      sweep,
      folder,
      rows: readRows(folder),
      servers,
      env: process.env,
      commandLine: process.argv,
      progress: {
        openRun: () => openProgress(process.stderr, process.env),
        cellBegins: ({ id, repeat }, done) =>
          void process.stderr.write(`[${done + 1} of ${sweep.runs}] ${id}, round ${repeat + 1}\n`),
        cellEnded: (row) => void process.stderr.write(`  ${endOf(row)}\n`),
      },
      stopOnFailure,
      stop,
      abort,
      nowSeconds: () => performance.now() / 1e3,
    }).finally(() => servers.close())
    return stop.aborted
  })
  const shown = relative(process.cwd(), folder.path) || '.'
  const rows = readRows(folder)
  writeCells(folder, rows, sweepMarkdown(rows))
  printSweep(rows, shown, format)
  if (wasInterrupted) process.stderr.write(`Interrupted. To go on: tare sweep --resume ${shown}\n`)
  return wasInterrupted ? interruptedStatus : statusOf(rows)
}

function endOf({ status, error, verdict, requests_per_s: rate }: CellRow): string {
  if (status !== 'measured') return `failed: ${String(error).split('\n')[0]}`
  return typeof rate === 'number' ? `${verdict}, ${rate.toPrecision(4)} req/s` : String(verdict)
}

/** A run that failed is worse than one that mustn't be believed: there is no number at all. */
function statusOf(rows: readonly CellRow[]): number {
  if (rows.some(({ status }) => status === 'failed')) return 1
  return rows.some(({ verdict }) => verdict === 'INVALID') ? invalidRunStatus : 0
}
