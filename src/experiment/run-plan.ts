import type { Plan } from '../plan/plan.ts'
import type { Progress } from '../run/progress/progress.ts'
import { silentProgress } from '../run/progress/silent-progress.ts'
import { createServerPool, type MeasuredOnServer, measureOnServer } from './measure-on-server.ts'

export interface RunPlanOptions {
  /** Where `--api-key-env` and `${env:NAME}` are looked up; the process's environment by default. */
  readonly env?: NodeJS.ProcessEnv
  /** Somewhere to see the run while it lasts (`openProgress(process.stderr, process.env)`); nowhere by default. */
  readonly progress?: Progress
  /** Told, a line each, of what is done besides: put back a server that a Tare that was killed had left changed; nobody by default. */
  readonly tell?: (line: string) => void
  /** Aborting it sends no more, drains, and finishes the run as interrupted. */
  readonly stop?: AbortSignal
  /** Aborting it ends the run at once: it throws TareError 'interrupted', and `recoverRun` completes the folder. */
  readonly abort?: AbortSignal
}

/**
 * Runs a plan from its checks to its summary, in worker processes of its own, and leaves the run folder
 * `plan.output.dir`, which must not exist. A plan without a URL measures the embedded simulator. A server under management is
 * brought to its settings before, and put back after, whatever happens. Throws TareError for all that a person can
 * mend: `code`, message and `hint` say what.
 *
 * @example
 * import { planFromFlags, runPlan, surroundings } from 'tare'
 *
 * const flags = { url: 'http://localhost:8000', rate: '8', duration: '30s', out: 'runs/first' }
 * const { summary } = await runPlan(planFromFlags(flags, surroundings()))
 * console.log(summary.latency_ms.ttft_from_plan.p99)
 */
export function runPlan(plan: Plan, options: RunPlanOptions = {}): Promise<MeasuredOnServer> {
  const never = new AbortController().signal
  const servers = createServerPool('tell')
  return measureOnServer(servers, {
    plan,
    block: 0,
    logFile: `${plan.output.dir}-server.log`,
    env: options.env ?? process.env,
    commandLine: process.argv,
    progress: options.progress ?? silentProgress,
    tell: options.tell ?? (() => {}),
    stop: options.stop ?? never,
    abort: options.abort ?? never,
  }).finally(() => servers.close())
}
