import { rmSync } from 'node:fs'
import { TareError } from '../../errors.ts'
import type { LoadPlan } from '../../load/load-plan.ts'
import { writePlanYaml } from '../../plan/plan-file.ts'
import type { Environment } from '../environment.ts'
import { finishRun } from '../finish-run.ts'
import { type LiveRun, runLive } from '../live-run.ts'
import type { Progress } from '../progress/progress.ts'
import { createRunFolder, logEvent, type RunFolder, writeRunFile } from '../run-folder.ts'
import { watchReplies } from './watch-replies.ts'

/** A load that runs beside the measured one. */
export interface BackgroundRun {
  /** Sends no more, drains, and completes its folder. Never throws for what became of it: the measured run's verdict says that. */
  stop(): Promise<void>
}

export interface BackgroundOptions
  extends Pick<LiveRun, 'plan' | 'target' | 'headers' | 'model' | 'workload' | 'cores' | 'abort'> {
  readonly environment: Environment
  /** The measured run's. */
  readonly folder: RunFolder
  readonly stop: AbortSignal
}

/** The first send of an open loop comes within so many mean gaps, but once in 20 000 starts. */
const patientGaps = 10

/**
 * Starts a background, in a run folder of its own within the measured run's, and waits until its first reply has come. Throws
 * TareError 'server' when none comes in time or the first all fail, and 'interrupted' when `stop` is aborted meanwhile.
 */
export async function startBackground(options: BackgroundOptions): Promise<BackgroundRun> {
  const { plan, environment, stop, abort } = options
  const folder = createRunFolder(plan.output.dir)
  writeRunFile(folder.plan, writePlanYaml(plan))
  writeRunFile(folder.environment, `${JSON.stringify(environment, null, 2)}\n`)
  const ending = new AbortController()
  const killing = new AbortController()
  const replies = watchReplies()
  const live = runBackground(options, folder, replies.progress, {
    stop: ending.signal,
    abort: AbortSignal.any([abort, killing.signal]),
  })
  const end = async (): Promise<void> => {
    ending.abort()
    await finish(options, folder, await live)
  }
  try {
    const ended = live.then(({ failure }) => {
      throw failure ?? new Error('the background ended by itself')
    })
    const giveUp = AbortSignal.any([stop, killing.signal])
    await Promise.race([replies.first(waitMs(plan.load, plan.measure.timeoutNs), giveUp), ended])
  } catch (error) {
    killing.abort()
    await end()
    if (stop.aborted) {
      rmSync(options.folder.path, { recursive: true, force: true })
      throw new TareError('interrupted', 'interrupted before anything was measured', { cause: error })
    }
    throw explained(error, folder)
  }
  return { stop: end }
}

/** How a background ended: it never rejects, since the measured run goes on without it. */
interface BackgroundEnd {
  readonly stoppedNs: number | null
  readonly failure: unknown
}

async function runBackground(
  options: BackgroundOptions,
  folder: RunFolder,
  progress: Progress,
  signals: Pick<LiveRun, 'stop' | 'abort'>,
): Promise<BackgroundEnd> {
  const { plan, target, headers, model, workload, cores, environment } = options
  const parts = { plan, target, headers, model, workload, cores }
  try {
    const { stoppedNs } = await runLive({
      ...parts,
      folder,
      runId: environment.run_id,
      progress,
      ...signals,
    })
    return { stoppedNs, failure: null }
  } catch (failure) {
    logEvent(options.folder, 'background_failed', { message: messageOf(failure) })
    return { stoppedNs: null, failure }
  }
}

/** Its summary, so that the measured run's can say what it did. Stopped at once, all is left to `tare recover`. */
async function finish(
  { plan, environment, abort, folder: measured }: BackgroundOptions,
  folder: RunFolder,
  { stoppedNs, failure }: BackgroundEnd,
): Promise<void> {
  if (abort.aborted) return
  const state = failure !== null ? 'recovered' : stoppedNs === null ? 'complete' : 'interrupted'
  try {
    await finishRun(folder, plan, { runId: environment.run_id, state, stoppedNs })
  } catch (error) {
    if (!(error instanceof TareError)) throw error
    logEvent(measured, 'background_unfinished', { message: error.message })
  }
}

/** How long the first reply may take: that of one request, after the first send of an open loop. */
function waitMs({ stages: [stage] }: LoadPlan, timeoutNs: number): number {
  const gapNs = stage?.kind === 'open' ? 1e9 / stage.startRatePerSecond : 0
  return (timeoutNs + patientGaps * gapNs) / 1e6
}

function explained(error: unknown, folder: RunFolder): unknown {
  if (!(error instanceof TareError)) return error
  return new TareError(error.code, `the background: ${error.message}`, {
    hint: `What became of its requests: tare report ${folder.path}`,
    cause: error,
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
