import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { type CellRow, type CellRun, cellRow } from '../../analysis/cells/cell-row.ts'
import { TareError } from '../../errors.ts'
import { estimateSeconds } from '../../plan/estimate-seconds.ts'
import type { PlannedCell, SweepPlan } from '../../plan/expand-plan.ts'
import { silentProgress } from '../../run/progress/silent-progress.ts'
import { LeftChangedError } from '../../server/left-changed-error.ts'
import { freshFolder } from '../fresh-folder.ts'
import { measureOnServer, type ServerPool } from '../measure-on-server.ts'
import { appendRow } from './cells-file.ts'
import type { SweepFolder } from './sweep-folder.ts'
import type { SweepProgress } from './sweep-progress.ts'

export interface MeasureCellsOptions {
  readonly sweep: SweepPlan
  readonly folder: SweepFolder
  /** Of an earlier attempt: what was measured isn't measured again. */
  readonly rows: readonly CellRow[]
  readonly servers: ServerPool
  readonly env: NodeJS.ProcessEnv
  readonly commandLine: readonly string[]
  readonly progress: SweepProgress
  readonly tell: (line: string) => void
  /** Whether the first run that fails ends the sweep. */
  readonly stopOnFailure: boolean
  /** Aborted with `abort` at the latest. */
  readonly stop: AbortSignal
  readonly abort: AbortSignal
  /** Seconds on a steady clock. */
  readonly nowSeconds: () => number
}

/**
 * How far a sweep came: every run has a row (`complete`); it was interrupted; or a run failed, which was to end it (`stopped`). Runs
 * without a row are what `resumeSweep` goes on with.
 */
export type SweepState = 'complete' | 'interrupted' | 'stopped'

/**
 * Runs the cells of a sweep, one after another, each in a run folder of its own, and notes each run's row as it ends. A run that fails
 * is a row that says so; the others go on. Runs that the budget leaves no time for have a row too.
 */
export async function measureCells(options: MeasureCellsOptions): Promise<SweepState> {
  const { sweep, folder, rows, stop, progress, nowSeconds } = options
  const measured = new Set(rows.filter(({ status }) => status === 'measured').map(({ index }) => index))
  const startedSeconds = nowSeconds()
  let done = 0
  for (const cell of sweep.cells) {
    if (measured.has(cell.index)) {
      done++
      continue
    }
    if (stop.aborted) return 'interrupted'
    const needsSeconds = estimateSeconds(cell.plan)
    if (nowSeconds() - startedSeconds + needsSeconds > sweep.budgetNs / 1e9) {
      const error = `the budget has no ${Math.ceil(needsSeconds)} s left for it`
      appendRow(folder, cellRow(runOf(cell, { status: 'not_run', error }), null))
      continue
    }
    progress.cellBegins?.(cell, { done, runs: sweep.runs })
    const row = await measureCell(options, cell)
    if (row === null) return 'interrupted'
    appendRow(folder, row)
    progress.cellEnded?.(row)
    done++
    if (row.status === 'failed' && options.stopOnFailure) return 'stopped'
  }
  return 'complete'
}

/** The row of a cell's run; null when it was interrupted. */
async function measureCell(options: MeasureCellsOptions, cell: PlannedCell): Promise<CellRow | null> {
  const { folder, stop, servers } = options
  const dir = freshFolder(folder.runs, nameOf(cell))
  const at = { folder: relative(folder.path, dir) }
  try {
    const { summary, settings } = await measureOnServer(servers, {
      plan: { ...cell.plan, output: { ...cell.plan.output, dir } },
      block: cell.block,
      logFile: folder.serverLog,
      env: options.env,
      commandLine: options.commandLine,
      progress: options.progress.openRun?.() ?? silentProgress,
      tell: options.tell,
      stop,
      abort: options.abort,
    })
    if (summary.state === 'interrupted') return null
    return cellRow(runOf(cell, { status: 'measured', ...at, settings }), summary)
  } catch (error) {
    if (stop.aborted) return null
    if (!(error instanceof TareError) || error.code === 'interrupted') throw error
    // Every other run would be refused likewise, until a person has seen to it.
    if (error instanceof LeftChangedError) throw error
    const why = error.hint === undefined ? error.message : `${error.message} (${error.hint})`
    return cellRow(
      runOf(cell, { status: 'failed', error: why, folder: existsSync(dir) ? at.folder : null }),
      null,
    )
  }
}

function runOf(cell: PlannedCell, outcome: Partial<CellRun> & Pick<CellRun, 'status'>): CellRun {
  const { index, id, axes, block, seed, plan } = cell
  const [stage] = plan.load.stages
  const thinkTimeMs = stage?.kind === 'closed' ? stage.thinkTimeNs / 1e6 : 0
  const none = { folder: null, error: null, settings: {} }
  return { index, cell: id, axes, block, seed, thinkTimeMs, ...none, ...outcome }
}

/** Sorts in the order of running. */
function nameOf({ index, id, block }: PlannedCell): string {
  return `${String(index).padStart(4, '0')}-${id.slice(0, 120)}-${block + 1}`
}
