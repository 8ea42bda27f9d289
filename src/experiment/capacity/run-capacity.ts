import { type CapacityOptions, capacityOptions } from '../../analysis/capacity/capacity-options.ts'
import type { CapacityReport } from '../../analysis/capacity/capacity-report.ts'
import { capacityResult } from '../../analysis/capacity/capacity-result.ts'
import { checkDeployment, type Deployment, sizeDeployment } from '../../analysis/capacity/size-deployment.ts'
import { TareError } from '../../errors.ts'
import type { Plan } from '../../plan/plan.ts'
import { capacityMarkdown } from '../../report/capacity-report.ts'
import { createServerPool } from '../measure-on-server.ts'
import {
  type CapacityTask,
  createCapacityFolder,
  readCapacityFolder,
  writeCapacityAnswer,
} from './capacity-folder.ts'
import type { CapacityProgress } from './capacity-progress.ts'
import { makeProbes } from './make-probes.ts'

export interface ResumeCapacityOptions {
  /** What is to be served: says how many replicas that takes, and what it costs. */
  readonly deployment?: Deployment
  /** Where `${env:NAME}` and the keys of APIs are looked up; the process's environment by default. */
  readonly env?: NodeJS.ProcessEnv
  /** Told of each probe; nobody by default. */
  readonly progress?: CapacityProgress
  /** Told, a line each, of what is done besides: put back a server that a Tare that was killed had left changed; nobody by default. */
  readonly tell?: (line: string) => void
  /** Aborting it finishes the run in hand as interrupted, and ends the search. */
  readonly stop?: AbortSignal
  /** Aborting it ends the run in hand at once, and the search. */
  readonly abort?: AbortSignal
}

export interface RunCapacityOptions extends ResumeCapacityOptions {
  /** How to search: for a rate from 1 to 10 000 req/s, in 30 minutes, unless it says otherwise; its seed is the plan's. */
  readonly search?: Partial<CapacityOptions>
}

/** What a search left: its answer, which is null when it was interrupted, and what follows from it. */
export interface CapacityOutcome extends CapacityReport {
  readonly folder: string
}

const defaultSearch = { axis: 'rate', floor: 1, ceiling: 10_000, budgetSeconds: 1800 } as const

/**
 * Searches for the largest load at which the plan's objectives hold, by as many runs of the plan at other loads as that takes. Leaves the
 * folder `plan.output.dir`, which must not exist: a run folder a probe, answer.json and answer.md. A server under management is put back at the end,
 * whatever happens. Throws TareError for what a person can mend: 'usage' for a plan without objectives and for a search or a deployment
 * that makes no sense, before anything is measured; and what a run throws, after which `resumeCapacity` goes on. docs/capacity.md
 * has the rest.
 *
 * @example
 * const flags = { url: 'http://localhost:8000', objective: ['ttft.p99 < 300ms'], out: 'capacity/first' }
 * const { answer, replicas } = await runCapacity(planFromFlags(flags, surroundings()), {
 *   search: { floor: 5, ceiling: 80, budgetSeconds: 660 },
 *   deployment: { targetPerSecond: 200 },
 * })
 * console.log(answer?.verified, answer?.refuted, replicas?.replicas)
 */
export async function runCapacity(plan: Plan, options: RunCapacityOptions = {}): Promise<CapacityOutcome> {
  if (plan.objectives.length === 0) {
    const message = 'a capacity is the largest load at which objectives hold, and there are none'
    throw new TareError('usage', message, { hint: "Give one: --objective 'ttft.p99 < 300ms'." })
  }
  const task = { plan, request: { ...defaultSearch, seed: plan.load.seed, ...options.search } }
  // Refuse what makes no search before a folder is made for it.
  capacityOptions(task.request)
  checkDeployment(options.deployment ?? {}, task.request.axis)
  createCapacityFolder(plan.output.dir, task)
  return goThrough(plan.output.dir, task, options)
}

/**
 * Goes on with the search in a folder, which makes no probe again; one that has its answer gives it again. Throws as `runCapacity` does,
 * TareError 'folder' when the folder is no search's.
 */
export async function resumeCapacity(
  path: string,
  options: ResumeCapacityOptions = {},
): Promise<CapacityOutcome> {
  const task = readCapacityFolder(path)
  checkDeployment(options.deployment ?? {}, task.request.axis)
  return goThrough(path, task, options)
}

async function goThrough(
  folder: string,
  task: CapacityTask,
  { deployment = {}, env = process.env, progress = {}, tell = () => {}, ...signals }: ResumeCapacityOptions,
): Promise<CapacityOutcome> {
  const never = new AbortController().signal
  const { stop = never, abort = never } = signals
  const servers = createServerPool('refuse')
  const { answer, results, tokens } = await makeProbes({
    task,
    folder,
    servers,
    env,
    commandLine: process.argv,
    progress,
    tell,
    stop: AbortSignal.any([stop, abort]),
    abort,
    nowSeconds: () => performance.now() / 1e3,
  }).finally(() => servers.close())
  const sized = answer === null ? { replicas: null, cost: null } : sizeDeployment(deployment, answer, tokens)
  const report = { objectives: task.plan.objectives, answer, results, ...sized }
  writeCapacityAnswer(folder, capacityResult(folder, report), capacityMarkdown(report))
  return { folder, ...report }
}
