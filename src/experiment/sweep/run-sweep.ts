import { readFileSync } from 'node:fs'
import type { CellRow } from '../../analysis/cells/cell-row.ts'
import { TareError } from '../../errors.ts'
import { valueAt } from '../../plan/authored/plan-content.ts'
import type { AuthoredPlan } from '../../plan/authored/plan-layer.ts'
import { readAuthoredPlan } from '../../plan/authored/read-authored-plan.ts'
import { expandPlan, type SweepPlan } from '../../plan/expand-plan.ts'
import { folderTime } from '../../plan/folder-time.ts'
import type { RunFlags, RunSurroundings } from '../../plan/run-flags.ts'
import { sweepMarkdown } from '../../report/sweep-table.ts'
import { tareVersion } from '../../version.ts'
import { freshFolder } from '../fresh-folder.ts'
import { createServerPool } from '../measure-on-server.ts'
import { surroundings } from '../surroundings.ts'
import { writeCells } from './cells-file.ts'
import { measureCells, type SweepState } from './measure-cells.ts'
import { readRows } from './read-rows.ts'
import { createSweepFolder, reopenSweepFolder, type SweepFolder, sweepSchema } from './sweep-folder.ts'
import type { SweepProgress } from './sweep-progress.ts'
import { sweepYaml } from './sweep-yaml.ts'

export interface RunSweepOptions {
  /** Where `${env:NAME}` and the keys of APIs are looked up; the process's environment by default. */
  readonly env?: NodeJS.ProcessEnv
  /** What the plan's defaults depend on; this machine, now, by default. */
  readonly around?: RunSurroundings
  /** Told of each run; nobody by default. */
  readonly progress?: SweepProgress
  /** Told, a line each, of what is done besides: put back a server that a Tare that was killed had left changed; nobody by default. */
  readonly tell?: (line: string) => void
  /** Whether the first run that fails ends the sweep; otherwise it is a row that says so. */
  readonly stopOnFailure?: boolean
  /** Aborting it finishes the run in hand as interrupted, and ends the sweep. */
  readonly stop?: AbortSignal
  /** Aborting it ends the run in hand at once, and the sweep. */
  readonly abort?: AbortSignal
}

export interface ResumeSweepOptions extends RunSweepOptions {
  /** Laid over the sweep's plan: headers with secrets aren't in its file. */
  readonly flags?: RunFlags
}

/** What a sweep left. */
export interface SweepOutcome {
  readonly state: SweepState
  readonly folder: SweepFolder
  /** Of every run so far, in the order of running; `scalingOfCells` and `cellsOf` say what they come to. */
  readonly rows: readonly CellRow[]
}

/**
 * Runs every cell of a plan's matrix, each as often as the plan repeats it, and leaves the folder `output.dir` (`sweeps/<time>` where the
 * plan has none), which must not exist: a run folder a run, and tables of all. Servers under management are put back at the
 * end, whatever happens. Throws TareError for what a person can mend: 'plan' and 'usage' before anything is measured, 'folder',
 * 'server' when a server can't be put back. docs/sweeps.md has the rest.
 *
 * @example
 * const plan = definePlan({
 *   target: { url: 'http://localhost:8000' },
 *   matrix: { axes: { 'load.concurrency': [1, 4, 16] } },
 *   repeat: 3,
 * })
 * const { rows } = await runSweep(plan, { progress: { cellEnded: (row) => console.log(row.cell, row.requests_per_s) } })
 * for (const { axis, report } of scalingOfCells(rows)) console.log(axis, report.sentence)
 */
export async function runSweep(plan: AuthoredPlan, options: RunSweepOptions = {}): Promise<SweepOutcome> {
  const around = options.around ?? surroundings()
  const sweep = planned(plan, around)
  const asked = valueAt(plan.content, ['output', 'dir'])
  const dir = typeof asked === 'string' ? asked : freshFolder('sweeps', folderTime(around.now))
  const folder = createSweepFolder(dir, sweepYaml(plan, sweep.seed), {
    schema: sweepSchema,
    tare_version: tareVersion,
    created_at: around.now.toISOString(),
    seed: sweep.seed,
    runs: sweep.runs,
  })
  return goThrough(folder, sweep, options)
}

/**
 * Goes on with the sweep in a folder; what was measured stays as it is. Throws as `runSweep` does, TareError 'folder' when the folder
 * is no sweep's.
 */
export async function resumeSweep(path: string, options: ResumeSweepOptions = {}): Promise<SweepOutcome> {
  const folder = reopenSweepFolder(path)
  const plan = readAuthoredPlan(readFileSync(folder.plan, 'utf8'), folder.plan, {
    env: options.env ?? process.env,
    sets: {},
    flags: options.flags ?? {},
    readFile: (file) => readFileSync(file, 'utf8'),
  })
  return goThrough(folder, planned(plan, options.around ?? surroundings()), options)
}

function planned(plan: AuthoredPlan, around: RunSurroundings): SweepPlan {
  const sweep = expandPlan(plan, around)
  if (sweep.runs < 2) {
    throw new TareError('usage', 'a sweep of one run is a run', {
      hint: 'Use tare run, or give the plan a matrix or a repeat.',
    })
  }
  return sweep
}

async function goThrough(
  folder: SweepFolder,
  sweep: SweepPlan,
  { env = process.env, progress = {}, tell = () => {}, stopOnFailure = false, ...signals }: RunSweepOptions,
): Promise<SweepOutcome> {
  const never = new AbortController().signal
  const { stop = never, abort = never } = signals
  const servers = createServerPool('refuse')
  const state = await measureCells({
    sweep,
    folder,
    rows: readRows(folder),
    servers,
    env,
    commandLine: process.argv,
    progress,
    tell,
    stopOnFailure,
    stop: AbortSignal.any([stop, abort]),
    abort,
    nowSeconds: () => performance.now() / 1e3,
  })
    .finally(() => servers.close())
    .finally(() => writeTables(folder))
  return { state, folder, rows: readRows(folder) }
}

/** Whatever ended the sweep, its tables have what was measured. */
function writeTables(folder: SweepFolder): void {
  const rows = readRows(folder)
  writeCells(folder, rows, sweepMarkdown(rows))
}
