import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { TareError } from '../errors.ts'
import type { Plan } from '../plan/plan.ts'
import { readRecords } from '../record/records-reader.ts'
import { conduct, type RunOutcome } from '../run/conduct.ts'
import { readWorkerStudies } from '../run/finish-study.ts'
import type { Progress } from '../run/progress/progress.ts'
import { silentProgress } from '../run/progress/silent-progress.ts'
import { refuseExisting } from '../run/run-folder.ts'
import { type SimulatorProcess, startSimulatorProcess } from '../run/simulator-process.ts'
import { compareWithTruth } from './compare-with-truth.ts'
import type { TokenTimes } from './latency-values.ts'
import { readSimulatorTruth } from './simulator-truth.ts'
import type { TruthComparison } from './truth-comparison.ts'

export interface MeasureAgainstTruthOptions {
  /** What to run; its target's URL and output folder are replaced. */
  readonly plan: Plan
  /** Arguments of `tare simulate`, such as `['--preset', 'fast']`; port, seed and truth log are added. */
  readonly simulator: readonly string[]
  readonly study: {
    /** Work added to each token event after its user-space stamp, standing for a slower client; 0 for none. */
    readonly eventWorkNs: number
  }
  /** Must not exist; afterwards it holds the run (`run/`) and the truth log (`truth.ndjson`). */
  readonly folder: string
  readonly progress?: Progress
  /** Aborting it ends the run at once; the promise then rejects with TareError 'interrupted'. */
  readonly stop?: AbortSignal
}

/**
 * Runs a plan against the embedded simulator and compares each token's recorded times, by the kernel and by the
 * process, with the simulator's truth log. Throws TareError for what a person can mend.
 */
export async function measureAgainstTruth(options: MeasureAgainstTruthOptions): Promise<TruthComparison> {
  const { folder, plan } = options
  refuseExisting(folder)
  mkdirSync(folder, { recursive: true })
  const truthPath = join(folder, 'truth.ndjson')
  const more = [...options.simulator, '--truth-log', truthPath]
  const simulator = await startSimulatorProcess(plan.target.simulatorPreset, plan.load.seed, more)
  let outcome: RunOutcome
  try {
    outcome = await runAt(simulator, options)
  } finally {
    simulator.close()
  }
  await simulator.ended
  const { summary } = outcome
  return compareWithTruth({
    runFolder: outcome.folder.path,
    timestampSource: summary.instrument.timestamp_source,
    records: readRecords(outcome.folder.records),
    twins: await readTwins(outcome.folder.recordsUser),
    truth: await readSimulatorTruth(truthPath, BigInt(summary.epoch_unix_ns)),
    studies: readWorkerStudies(outcome.folder),
    workers: summary.instrument.workers,
    eventWorkNs: options.study.eventWorkNs,
    startNs: summary.window.start_ns,
    endNs: summary.window.end_ns,
  })
}

async function runAt(
  { url, pid }: SimulatorProcess,
  { plan, folder, study, progress = silentProgress, stop = never }: MeasureAgainstTruthOptions,
): Promise<RunOutcome> {
  const at: Plan = {
    ...plan,
    target: { ...plan.target, url },
    output: { ...plan.output, dir: join(folder, 'run') },
  }
  const rest = { env: process.env, commandLine: process.argv, progress, stop, abort: stop, study }
  const interrupted = (cause: unknown): TareError =>
    new TareError('interrupted', 'interrupted before the measurement was over', { cause })
  const outcome = await conduct({
    plan: at,
    ...rest,
    ...(pid === undefined ? {} : { serverPid: pid }),
  }).catch((cause: unknown) => {
    throw stop.aborted ? interrupted(cause) : cause
  })
  if (stop.aborted) throw interrupted(undefined)
  return outcome
}

const never = new AbortController().signal

async function readTwins(path: string): Promise<Map<string, TokenTimes>> {
  const twins = new Map<string, TokenTimes>()
  for await (const { requestId, tokenNs, tokenEvents, endNs } of readRecords(path)) {
    twins.set(requestId, { tokenNs: tokenNs.slice(0, tokenEvents), endNs })
  }
  return twins
}
