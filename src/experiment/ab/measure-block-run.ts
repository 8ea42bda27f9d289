import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import type { BlockRun } from '../../analysis/ab/block-row.ts'
import { touchesOf } from '../../analysis/comparison/touches-of.ts'
import { TareError } from '../../errors.ts'
import type { Summary } from '../../metrics/summary.ts'
import { silentProgress } from '../../run/progress/silent-progress.ts'
import { LeftChangedError } from '../../server/left-changed-error.ts'
import { freshFolder } from '../fresh-folder.ts'
import { measureOnServer, type ServerPool } from '../measure-on-server.ts'
import type { AbFolder } from './ab-folder.ts'
import type { AbProgress, AbRunPlace, AbSideName } from './ab-progress.ts'
import type { AbTask } from './ab-task.ts'
import { blockPlan, blockSeeds } from './block-plan.ts'
import { serverInTheWay } from './server-in-the-way.ts'

export interface MeasureBlockRunOptions {
  readonly task: AbTask
  readonly folder: AbFolder
  readonly servers: ServerPool
  readonly env: NodeJS.ProcessEnv
  readonly commandLine: readonly string[]
  readonly progress: AbProgress
  readonly tell: (line: string) => void
  /** Aborted with `abort` at the latest. */
  readonly stop: AbortSignal
  readonly abort: AbortSignal
  /** Sides that have been measured before; the others' failures are no chance, and are thrown. */
  readonly proven: Set<AbSideName>
}

/** Makes one run of a block in a run folder of its own; null when it was interrupted. */
export async function measureBlockRun(
  options: MeasureBlockRunOptions,
  place: AbRunPlace,
): Promise<BlockRun | null> {
  options.progress.runBegins?.(place)
  const dir = freshFolder(options.folder.runs, nameOf(place))
  const at = relative(options.folder.path, dir)
  try {
    const summary = await measure(options, place, dir)
    if (summary.state === 'interrupted') return null
    options.proven.add(place.side)
    const run = endOf(summary, options.task.options.metrics, at)
    options.progress.runEnded?.(run, summary)
    return run
  } catch (error) {
    if (options.stop.aborted) return null
    if (!(error instanceof TareError) || error.code === 'interrupted') throw error
    // What never worked is no accident, and what a person has to put back isn't put back by trying again.
    if (error instanceof LeftChangedError || !options.proven.has(place.side)) throw error
    const why = error.hint === undefined ? error.message : `${error.message} (${error.hint})`
    const run: BlockRun = { status: 'failed', folder: existsSync(dir) ? at : null, error: why }
    options.progress.runEnded?.(run, null)
    return run
  }
}

async function measure(
  { task, folder, servers, ...around }: MeasureBlockRunOptions,
  { side, block }: AbRunPlace,
  dir: string,
): Promise<Summary> {
  const { plan } = task[side]
  const inTheWay = serverInTheWay(task, side)
  if (inTheWay !== null) await servers.closeServer(inTheWay)
  const { summary } = await measureOnServer(servers, {
    plan: blockPlan(plan, blockSeeds(task.a.plan, task.b.plan, block), dir),
    block,
    logFile: folder.serverLogs[side],
    env: around.env,
    commandLine: around.commandLine,
    progress: around.progress.openRun?.() ?? silentProgress,
    tell: around.tell,
    stop: around.stop,
    abort: around.abort,
  })
  return summary
}

/** A run decides nothing where a check that failed touches what is decided on. */
function endOf(summary: Summary, metrics: readonly string[], folder: string): BlockRun {
  const failed = touchesOf(summary, metrics, 'invalid').map(({ check }) => check)
  if (failed.length === 0) return { status: 'measured', folder, error: null }
  const said = summary.verdict.checks.filter(({ id }) => failed.includes(id))
  return { status: 'invalid', folder, error: said.map(({ id, message }) => `${id}: ${message}`).join('; ') }
}

/** Sorts in the order of running. */
function nameOf({ block, order, side, attempt }: AbRunPlace): string {
  const isFirst = order.toLowerCase().startsWith(side)
  return `${String(block + 1).padStart(3, '0')}.${attempt}-${isFirst ? 1 : 2}-${side}`
}
