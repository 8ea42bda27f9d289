import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type CellRow, type CellRun, cellRow } from '../../analysis/cells/cell-row.ts'
import { TareError } from '../../errors.ts'
import type { Summary } from '../../metrics/summary.ts'
import { estimateSeconds } from '../../plan/estimate-seconds.ts'
import type { PlannedCell, SweepPlan } from '../../plan/expand-plan.ts'
import type { Progress } from '../../run/progress/progress.ts'
import { measureOnServer, type ServerPool } from '../measure-on-server.ts'
import { appendRow } from './cells-file.ts'
import type { SweepFolder } from './sweep-folder.ts'

/** Told how a sweep comes along. */
export interface SweepProgress {
  /** Of the next run itself. */
  openRun(): Progress
  cellBegins(cell: PlannedCell, done: number): void
  cellEnded(row: CellRow): void
}

export interface SweepOptions {
  readonly sweep: SweepPlan
  readonly folder: SweepFolder
  /** Of an earlier attempt: what was measured isn't measured again. */
  readonly rows: readonly CellRow[]
  readonly servers: ServerPool
  readonly env: NodeJS.ProcessEnv
  readonly commandLine: readonly string[]
  readonly progress: SweepProgress
  /** Whether the first run that fails ends the sweep. */
  readonly stopOnFailure: boolean
  readonly stop: AbortSignal
  readonly abort: AbortSignal
  /** Seconds on a steady clock. */
  readonly nowSeconds: () => number
}

/**
 * Runs the cells of a sweep, one after another, each in a run folder of its own, and notes each run's row as it ends. A run that fails
 * is a row that says so; the others go on. Runs that the budget leaves no time for have a row too. Ends early on Ctrl-C:
 * the runs that weren't reached have no row, and are what `tare sweep --resume` goes on with.
 */
export async function runSweep(options: SweepOptions): Promise<void> {
  const { sweep, folder, rows, stop, progress, nowSeconds } = options
  const measured = new Set(rows.filter(({ status }) => status === 'measured').map(({ index }) => index))
  const startedSeconds = nowSeconds()
  let done = 0
  for (const cell of sweep.cells) {
    if (stop.aborted) return
    if (measured.has(cell.index)) {
      done++
      continue
    }
    const needsSeconds = estimateSeconds(cell.plan)
    if (nowSeconds() - startedSeconds + needsSeconds > sweep.budgetNs / 1e9) {
      const error = `the budget has no ${Math.ceil(needsSeconds)} s left for it`
      appendRow(folder, cellRow(runOf(cell, { status: 'not_run', error }), null))
      continue
    }
    progress.cellBegins(cell, done)
    const row = await measureCell(options, cell)
    if (row === null) return
    appendRow(folder, row)
    progress.cellEnded(row)
    done++
    if (row.status === 'failed' && options.stopOnFailure) return
  }
}

/** The row of a cell's run; null when it was interrupted. */
async function measureCell(options: SweepOptions, cell: PlannedCell): Promise<CellRow | null> {
  const { folder, stop, servers } = options
  const dir = freshFolder(folder, cell)
  const at = { folder: relative(folder.path, dir) }
  try {
    const { summary, settings } = await measureOnServer(servers, {
      plan: { ...cell.plan, output: { ...cell.plan.output, dir } },
      block: cell.block,
      logFile: folder.serverLog,
      env: options.env,
      commandLine: options.commandLine,
      progress: options.progress.openRun(),
      stop,
      abort: options.abort,
    })
    if (summary.state === 'interrupted') return null
    return measuredRow(cell, { ...at, settings }, summary)
  } catch (error) {
    if (stop.aborted || !(error instanceof TareError) || error.code === 'interrupted') {
      if (stop.aborted) return null
      throw error
    }
    const why = error.hint === undefined ? error.message : `${error.message} (${error.hint})`
    return cellRow(
      runOf(cell, { status: 'failed', error: why, folder: existsSync(dir) ? at.folder : null }),
      null,
    )
  }
}

function measuredRow(
  cell: PlannedCell,
  found: Pick<CellRun, 'folder' | 'settings'>,
  summary: Summary,
): CellRow {
  return cellRow(runOf(cell, { status: 'measured', ...found }), summary)
}

function runOf(cell: PlannedCell, outcome: Partial<CellRun> & Pick<CellRun, 'status'>): CellRun {
  const { index, id, axes, block, seed, plan } = cell
  const [stage] = plan.load.stages
  const thinkTimeMs = stage?.kind === 'closed' ? stage.thinkTimeNs / 1e6 : 0
  const none = { folder: null, error: null, settings: {} }
  return { index, cell: id, axes, block, seed, thinkTimeMs, ...none, ...outcome }
}

/** Named so that they sort in the order of running. A run that was cut short keeps its folder. */
function freshFolder(folder: SweepFolder, { index, id, block }: PlannedCell): string {
  const name = `${String(index).padStart(4, '0')}-${id.slice(0, 120)}-${block + 1}`
  for (let attempt = 1; ; attempt++) {
    const path = join(folder.runs, attempt === 1 ? name : `${name}.${attempt}`)
    if (!existsSync(path)) return path
  }
}
