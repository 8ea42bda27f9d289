import type { Plan } from '../plan/plan.ts'
import { conduct, type RunOutcome } from './conduct.ts'
import type { Progress } from './progress/progress.ts'

export interface RunPlanOptions {
  /** Where `--api-key-env` and `${env:NAME}` are looked up; the process's environment by default. */
  readonly env?: NodeJS.ProcessEnv
  /** Somewhere to see the run while it lasts (`openProgress(process.stderr, process.env)`); nowhere by default. */
  readonly progress?: Progress
  /** Aborting it sends no more, drains, and finishes the run as interrupted. */
  readonly stop?: AbortSignal
  /** Aborting it ends the run at once: it throws TareError 'interrupted', and `recoverRun` completes the folder. */
  readonly abort?: AbortSignal
}

/**
 * Runs a plan from its checks to its summary, in worker processes of its own, and leaves the run folder
 * `plan.output.dir`, which must not exist. A plan without a URL measures the embedded simulator. Throws TareError for
 * all that a person can mend: `code`, message and `hint` say what.
 *
 * @example
 * import { availableParallelism } from 'node:os'
 * import { planFromFlags, runPlan } from 'tare'
 *
 * const plan = planFromFlags(
 *   { url: 'http://localhost:8000', rate: '8', duration: '30s', out: 'runs/first' },
 *   { cores: availableParallelism(), platform: process.platform, now: new Date(), randomSeed: 1 },
 * )
 * const { summary } = await runPlan(plan)
 * console.log(summary.latency_ms.ttft_from_plan.p99)
 */
export function runPlan(plan: Plan, options: RunPlanOptions = {}): Promise<RunOutcome> {
  const never = new AbortController().signal
  return conduct({
    plan,
    env: options.env ?? process.env,
    commandLine: process.argv,
    progress: options.progress ?? silent,
    stop: options.stop ?? never,
    abort: options.abort ?? never,
  })
}

const silent: Progress = { update: () => {}, finish: () => {} }
