import { appendFileSync } from 'node:fs'
import { apiByName } from '../api/registry.ts'
import { requestPath } from '../api/request-path.ts'
import { TareError } from '../errors.ts'
import type { Plan } from '../plan/plan.ts'
import { createRealtimeClock, realtimeUnixNs } from '../time/realtime-clock.ts'
import type { FromWorker, WorkerOrder } from '../worker/worker-messages.ts'
import type { WorkloadSpec } from '../workload/create-workload.ts'
import type { CorePlan } from './core-plan.ts'
import { hostTree } from './environment/host-tree.ts'
import { createHostSampler } from './host-sampler.ts'
import type { Progress } from './progress/progress.ts'
import {
  addFigures,
  advance,
  type ProgressState,
  startDrain,
  startProgress,
} from './progress/progress-state.ts'
import { progressGoal } from './progress-goal.ts'
import { logEvent, type RunFolder, spoolPath, twinSpoolPath, workerResultPath } from './run-folder.ts'
import { type SampleRow, samplesSpoolPath } from './samples.ts'
import type { Rescale } from './scale-storm/run-scale-storm.ts'
import { startScaleStorm } from './scale-storm/start-scale-storm.ts'
import { scrapeServer } from './scrape/scrape-server.ts'
import type { TargetAddress } from './target-address.ts'
import { startWorker, type WorkerProcess } from './worker-process.ts'

export interface LiveRun {
  readonly plan: Plan
  readonly folder: RunFolder
  readonly runId: string
  readonly target: TargetAddress
  readonly headers: Readonly<Record<string, string>>
  readonly model: string
  readonly workload: WorkloadSpec
  /** With --pin: whose core is which. */
  readonly cores: CorePlan | null
  /** Changes the workers of the server under management, where the plan has a scale storm. */
  readonly rescale?: Rescale
  readonly study?: { readonly eventWorkNs: number }
  readonly progress: Progress
  readonly stop: AbortSignal
  readonly abort: AbortSignal
}

/** Time between the workers being ready and time 0 of the load plan: enough for the message to reach them all. */
const leadNs = 100_000_000n
const framesEveryMs = 250
/** How long workers may take to end after a second Ctrl-C. */
const abortGraceMs = 2000

/**
 * Starts the workers, shows how they get on, and waits until all have ended. Throws what stopped one of them, after
 * the others have drained: what had finished is in the spool.
 */
export async function runLive(run: LiveRun): Promise<{ readonly stoppedNs: number | null }> {
  let stoppedNs: number | null = null
  let state: ProgressState = startProgress(progressGoal(run.plan))
  const onMessage = (message: FromWorker): void => {
    if (message.kind !== 'figures') return
    state = addFigures(state, message.figures)
    keepSample(run.folder, message.figures)
  }
  const workers = Array.from({ length: run.plan.client.workers }, (_, worker) =>
    startWorker(workerOrder(run, worker), onMessage),
  )
  try {
    await Promise.all(workers.map((worker) => worker.ready))
  } catch (error) {
    for (const worker of workers) worker.kill()
    throw error
  }
  const epochUnixNs = realtimeUnixNs() + leadNs
  const clock = createRealtimeClock(epochUnixNs)
  logEvent(run.folder, 'start', {
    epoch_unix_ns: String(epochUnixNs),
    workers: workers.map(({ pid }) => pid),
  })
  for (const worker of workers) worker.send({ kind: 'start', epochUnixNs: String(epochUnixNs) })

  const sampleHost = createHostSampler(hostTree())
  const keepHostSample = (): void => keepSample(run.folder, sampleHost(clock.nowNs()))
  keepHostSample()
  const scraper = scrapeServer(run, clock)
  const storm = startScaleStorm(run, clock)
  const sendingEndsNs = state.goal.warmupNs + state.goal.measureNs
  const frames = setInterval(() => {
    const nowNs = clock.nowNs()
    if (nowNs > sendingEndsNs) state = startDrain(state, sendingEndsNs, 'planned')
    state = advance(state, Math.max(nowNs, 0))
    run.progress.update(state)
    keepHostSample()
  }, framesEveryMs)
  const onStop = (): void => {
    logEvent(run.folder, 'stop', { reason: 'interrupted' })
    stoppedNs = clock.nowNs()
    state = startDrain(state, stoppedNs, 'interrupted')
    for (const worker of workers) worker.send({ kind: 'stop' })
  }
  const onAbort = (): void => abortAll(run.folder, workers)
  listen(run.stop, onStop)
  listen(run.abort, onAbort)
  try {
    await allEnded(run, workers)
  } finally {
    clearInterval(frames)
    keepHostSample()
    await storm.end()
    await scraper?.close(run.abort)
    run.stop.removeEventListener('abort', onStop)
    run.abort.removeEventListener('abort', onAbort)
    run.progress.finish()
  }
  logEvent(run.folder, 'end')
  return { stoppedNs }
}

/** When one worker dies the others drain, so that nothing of theirs is lost; then its failure is the run's. */
async function allEnded(run: LiveRun, workers: readonly WorkerProcess[]): Promise<void> {
  const stopOthers = (error: unknown): void => {
    logEvent(run.folder, 'worker_failed', { message: error instanceof Error ? error.message : String(error) })
    for (const worker of workers) worker.send({ kind: 'stop' })
  }
  for (const worker of workers) worker.ended.catch(stopOthers)
  const results = await Promise.allSettled(workers.map((worker) => worker.ended))
  const failed = results.find((result) => result.status === 'rejected')
  if (failed === undefined || run.abort.aborted) return
  const reason: unknown = failed.reason
  if (!(reason instanceof TareError)) throw reason
  const recover = `Finished requests are kept: tare recover ${run.folder.path}`
  const hint = reason.hint === undefined ? recover : `${reason.hint} ${recover}`
  throw new TareError(reason.code, reason.message, { hint, cause: reason })
}

function abortAll(folder: RunFolder, workers: readonly WorkerProcess[]): void {
  logEvent(folder, 'abort')
  for (const worker of workers) worker.send({ kind: 'abort' })
  const timer = setTimeout(() => {
    for (const worker of workers) worker.kill()
  }, abortGraceMs)
  timer.unref()
}

function listen(signal: AbortSignal, callback: () => void): void {
  if (signal.aborted) callback()
  else signal.addEventListener('abort', callback, { once: true })
}

function keepSample(folder: RunFolder, row: SampleRow): void {
  try {
    appendFileSync(samplesSpoolPath(folder), `${JSON.stringify(row)}\n`)
  } catch {
    // The worker's own write will say that the disk is full.
  }
}

function workerOrder(run: LiveRun, worker: number): WorkerOrder {
  const { plan, target } = run
  return {
    kind: 'order',
    worker,
    workers: plan.client.workers,
    runId: run.runId,
    spoolPath: spoolPath(run.folder, worker),
    resultPath: workerResultPath(run.folder, worker),
    transport: plan.client.transport,
    core: run.cores?.workers[worker] ?? null,
    endpoint: target.endpoint,
    request: {
      host: target.host,
      path: target.basePath + requestPath(apiByName(plan.target.api), run.model),
      headers: run.headers,
    },
    api: plan.target.api,
    model: run.model,
    stream: plan.target.stream,
    ignoreEos: plan.workload.ignoreEos,
    extraBody: plan.target.extraBody,
    load: plan.load,
    workload: run.workload,
    timeoutNs: plan.measure.timeoutNs,
    drainNs: plan.measure.drainNs,
    ...(run.study === undefined
      ? {}
      : { study: { ...run.study, spoolPath: twinSpoolPath(run.folder, worker) } }),
  }
}
