import { type AbOptions, abDefaults, checkAbOptions } from '../../analysis/ab/ab-options.ts'
import type { AbEnd, AbReport } from '../../analysis/ab/ab-report.ts'
import { abResult } from '../../analysis/ab/ab-result.ts'
import { assessBlocks } from '../../analysis/ab/assess-blocks.ts'
import { type BlockRow, isMeasured } from '../../analysis/ab/block-row.ts'
import { TareError } from '../../errors.ts'
import { estimateSeconds } from '../../plan/estimate-seconds.ts'
import { abMarkdown } from '../../report/ab-markdown.ts'
import { createServerPool } from '../measure-on-server.ts'
import {
  type AbFolder,
  abFolder,
  appendBlock,
  createAbFolder,
  mendBlocks,
  readAbTask,
  readBlocks,
  writeAbAnswer,
} from './ab-folder.ts'
import type { AbProgress, AbSideName } from './ab-progress.ts'
import type { AbSide, AbTask } from './ab-task.ts'
import { blockSeeds } from './block-plan.ts'
import { createBlockReader } from './block-reader.ts'
import { blockSeries, type SeriesEnd } from './block-series.ts'
import { defaultMetrics } from './default-metrics.ts'
import { measureBlockRun } from './measure-block-run.ts'
import { reportOfBlocks, summariesOf } from './report-of-blocks.ts'
import { refuseUnlikePlans } from './unlike-plans.ts'

export interface ResumeAbOptions {
  /** Where `${env:NAME}` and the keys of APIs are looked up; the process's environment by default. */
  readonly env?: NodeJS.ProcessEnv
  /** Told of each run and each look; nobody by default. */
  readonly progress?: AbProgress
  /** Told, a line each, of what is done besides: put back a server that a Tare that was killed had left changed; nobody by default. */
  readonly tell?: (line: string) => void
  /** No block is begun that would go beyond it; none by default, and an experiment that is gone on with has its own. */
  readonly budgetSeconds?: number
  /** Aborting it finishes the run in hand as interrupted, and ends the experiment. */
  readonly stop?: AbortSignal
  /** Aborting it ends the run in hand at once, and the experiment. */
  readonly abort?: AbortSignal
}

export interface RunAbOptions extends ResumeAbOptions {
  /** What is decided, and on what: by default a change of 5 % of TTFT and TPOT p50 where replies are streamed, of E2E p50 elsewhere. */
  readonly decide?: Partial<AbOptions>
  /** So many blocks of A against A, to see how often a difference shows that isn't there; `b` is null then. */
  readonly aaBlocks?: number
  /** Whether what isn't comparable is compared all the same; it is marked. */
  readonly force?: boolean
}

/** What an experiment left. */
export interface AbOutcome extends AbReport {
  readonly folder: AbFolder
}

/**
 * Measures A and B in blocks of a run of each, in the order AB, BA, AB, …, with seeds that they share in a block, and looks at 6, 10
 * and 16 blocks whether they differ. Leaves the folder `a.plan.output.dir`, which must not exist: a run folder a run, answer.json and
 * answer.md. Servers under management are put back at the end, whatever happens. Throws TareError for what a person can
 * mend: 'usage' before anything is measured, for plans that differ in more than the server; 'folder'; and what the first run
 * of a side throws, after which `resumeAb` goes on. docs/ab.md has the rest.
 *
 * @example
 * const plan = (url: string) => planFromFlags({ url, rate: '8', duration: '30s', out: 'ab/first' }, surroundings())
 * const a = { name: 'before', plan: plan('http://localhost:8000') }
 * const b = { name: 'after', plan: plan('http://localhost:8001') }
 * const { decision } = await runAb(a, b, { decide: { metrics: ['tpot.p50'] } })
 * for (const { comparison } of decision?.metrics ?? []) console.log(comparison.metric, comparison.change, comparison.verdict)
 */
export async function runAb(a: AbSide, b: AbSide | null, options: RunAbOptions = {}): Promise<AbOutcome> {
  const { aaBlocks, budgetSeconds = Number.POSITIVE_INFINITY, force = false, decide = {} } = options
  const task: AbTask = {
    a,
    b: b ?? a,
    options: { metrics: defaultMetrics(a.plan), ...abDefaults, ...decide },
    aaBlocks: aaBlocks ?? null,
    budgetSeconds,
    force,
  }
  checkAbOptions(task.options)
  if ((b === null) !== (aaBlocks !== undefined)) {
    throw new TareError('usage', 'A is measured against B, or against itself in a number of blocks', {
      hint: 'Give two servers or plans, or one with --aa.',
    })
  }
  if (!force) refuseUnlikePlans(task.a.plan, task.b.plan)
  return goThrough(createAbFolder(a.plan.output.dir, task), task, options)
}

/**
 * Goes on with the experiment in a folder, which measures no block again; one that is decided gives its answer again. Throws as `runAb`
 * does, TareError 'folder' when the folder is of no experiment.
 */
export async function resumeAb(path: string, options: ResumeAbOptions = {}): Promise<AbOutcome> {
  const folder = abFolder(path)
  const task = readAbTask(folder)
  const { budgetSeconds = task.budgetSeconds } = options
  return goThrough(folder, { ...task, budgetSeconds }, options)
}

async function goThrough(
  folder: AbFolder,
  task: AbTask,
  { env = process.env, progress = {}, tell = () => {}, ...signals }: ResumeAbOptions,
): Promise<AbOutcome> {
  const never = new AbortController().signal
  const { stop: asked = never, abort = never } = signals
  const stop = AbortSignal.any([asked, abort])
  const servers = createServerPool('refuse')
  mendBlocks(folder)
  const before = readBlocks(folder)
  const around = { task, folder, servers, env, commandLine: process.argv, progress, tell, stop, abort }
  const proven = provenBy(before)
  const wanted = wantedBlocks(folder, task, progress, before.length)
  const end = await blockSeries({
    rows: before,
    measureRun: (place) => measureBlockRun({ ...around, proven }, place),
    wanted,
    attempted: (row) => {
      appendBlock(folder, row)
      progress.blockEnded?.(row)
    },
    seedOf: (block) => blockSeeds(task.a.plan, task.b.plan, block).load,
    budgetSeconds: task.budgetSeconds,
    blockSeconds: estimateSeconds(task.a.plan) + estimateSeconds(task.b.plan),
    stop,
    nowSeconds: () => performance.now() / 1e3,
  }).finally(() => servers.close())
  const report = reportIn(folder, task, end)
  writeAbAnswer(folder, abResult(folder.path, report), abMarkdown(report))
  return { folder, ...report }
}

function reportIn(folder: AbFolder, task: AbTask, end: SeriesEnd): AbReport {
  const rows = readBlocks(folder)
  const compared = createBlockReader(folder)(rows)
  return reportOfBlocks(task, rows, compared, endOf(task, end, compared.map(summariesOf)))
}

function endOf(
  { aaBlocks, options }: AbTask,
  end: SeriesEnd,
  measured: Parameters<typeof assessBlocks>[0],
): AbEnd {
  if (end !== 'enough') return end
  if (aaBlocks !== null) return 'aa_complete'
  const { state } = assessBlocks(measured, options)
  return state === 'going_on' ? 'out_of_blocks' : state
}

function provenBy(rows: readonly BlockRow[]): Set<AbSideName> {
  const sides: readonly AbSideName[] = ['a', 'b']
  return new Set(
    sides.filter((side) => rows.some((row) => row[side] !== null && row[side].status !== 'failed')),
  )
}

/** How many blocks there must be for the next look; tells of each look that is held, but not of those of an earlier time. */
function wantedBlocks(
  folder: AbFolder,
  { options, aaBlocks }: AbTask,
  progress: AbProgress,
  earlier: number,
): (rows: readonly BlockRow[]) => number | null {
  if (aaBlocks !== null) return (rows) => (rows.filter(isMeasured).length < aaBlocks ? aaBlocks : null)
  const read = createBlockReader(folder)
  let told = 0
  return (rows) => {
    const { looks, firstBlock, nextLookAt } = assessBlocks(read(rows).map(summariesOf), options)
    const look = looks.at(-1)
    if (rows.length > earlier && looks.length > told && look !== undefined && firstBlock !== null) {
      progress.lookHeld?.(look, firstBlock, nextLookAt)
    }
    told = looks.length
    return nextLookAt
  }
}
