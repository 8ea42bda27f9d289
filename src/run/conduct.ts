import { TareError } from '../errors.ts'
import type { Summary } from '../metrics/summary.ts'
import { backgroundRunPlan } from '../plan/background-run-plan.ts'
import { resolveHeaders } from '../plan/headers.ts'
import { type BackgroundPlan, type Plan, unaryApis } from '../plan/plan.ts'
import { writePlanYaml } from '../plan/plan-file.ts'
import { runProcessOnCores } from '../wire/kernel/cpu-affinity.ts'
import type { WorkloadSpec } from '../workload/create-workload.ts'
import { loadWorkloadSpec } from '../workload/load-workload-spec.ts'
import { startBackground } from './background/start-background.ts'
import { checkResources, connectionsNeeded } from './connections-needed.ts'
import { allowedCores, type CorePlan, planCoresBeside } from './core-plan.ts'
import { describeEnvironment, type Environment } from './environment.ts'
import { finishRun } from './finish-run.ts'
import { firstModel } from './first-model.ts'
import { type LiveRun, runLive } from './live-run.ts'
import { preflight } from './preflight.ts'
import type { Progress } from './progress/progress.ts'
import { readResourceLimits } from './resource-limits.ts'
import { createRunFolder, type RunFolder, refuseExisting, writeRunFile } from './run-folder.ts'
import type { Rescale } from './scale-storm/run-scale-storm.ts'
import { startSimulatorProcess } from './simulator-process.ts'
import { resolveTarget, type TargetAddress } from './target-address.ts'
import { tensorWorkload } from './tensor-workload.ts'

export interface ConductOptions {
  readonly plan: Plan
  readonly env: NodeJS.ProcessEnv
  /** As typed, secrets and all: what is written is redacted. */
  readonly commandLine: readonly string[]
  readonly progress: Progress
  /** First Ctrl-C: send no more, drain, finish. */
  readonly stop: AbortSignal
  /** Second Ctrl-C: end at once. */
  readonly abort: AbortSignal
  /** In experiments: stamps every token by the process's clock too, and does so much work after each (worker-study.ts). */
  readonly study?: { readonly eventWorkNs: number }
  /** Changes the workers of the server under management, where the plan has a scale storm. */
  readonly rescale?: Rescale
  /** In experiments: the server's process, when it is one on this machine that must keep off pinned cores. */
  readonly serverPid?: number
}

export interface RunOutcome {
  readonly folder: RunFolder
  readonly summary: Summary
}

/** Runs a plan from its checks to its summary. Throws TareError for all that a person can mend. */
export async function conduct(options: ConductOptions): Promise<RunOutcome> {
  const { plan } = options
  refuseExisting(plan.output.dir)
  if (plan.target.url !== null) return conductAt(options, plan.target.url, options.serverPid)
  requireSimulated(plan)
  const simulator = await startSimulatorProcess(plan.target.simulatorPreset, plan.load.seed)
  try {
    return await conductAt(options, simulator.url, simulator.pid)
  } finally {
    simulator.close()
  }
}

async function conductAt(
  options: ConductOptions,
  url: string,
  simulatorPid: number | undefined,
): Promise<RunOutcome> {
  const run = await prepare(options, url).catch((cause: unknown) => {
    throw options.stop.aborted
      ? new TareError('interrupted', 'interrupted before anything was measured', { cause })
      : cause
  })
  const { plan, environment, background } = run
  const runId = environment.run_id
  const allCores = allowedCores()
  const besides = background?.plan.client.workers ?? 0
  const cores = plan.client.pin ? planCoresBeside(plan.client.workers, besides, allCores) : null
  const folder = createRunFolder(plan.output.dir)
  writeRunFile(folder.plan, writePlanYaml(plan))
  writeRunFile(folder.environment, `${JSON.stringify(environment, null, 2)}\n`)
  if (cores !== null) {
    runProcessOnCores(cores.measured.others)
    if (simulatorPid !== undefined) runProcessOnCores(cores.measured.others, simulatorPid)
  }
  const live = { ...options, ...run, cores: cores?.measured ?? null, folder, runId }
  const { stoppedNs } = await runBeside(live, background, cores?.background ?? null).finally(() => {
    if (cores !== null) runProcessOnCores(allCores)
  })
  if (options.abort.aborted) {
    throw new TareError('interrupted', 'stopped at once', {
      hint: `Finished requests are kept: tare recover ${plan.output.dir}`,
    })
  }
  const state = stoppedNs === null ? 'complete' : 'interrupted'
  return { folder, summary: await finishRun(folder, plan, { runId, state, stoppedNs }) }
}

/** The measured run, and the background from before its first send until its last reply. */
async function runBeside(
  live: LiveRun,
  background: PreparedRun | null,
  cores: CorePlan | null,
): ReturnType<typeof runLive> {
  if (background === null) return runLive(live)
  const { folder, stop, abort } = live
  const running = await startBackground({ ...background, cores, folder, stop, abort })
  return runLive(live).finally(() => running.stop())
}

/** A plan with nothing left open, and what its run needs. */
interface PreparedRun {
  readonly plan: Plan
  readonly environment: Environment
  readonly target: TargetAddress
  readonly headers: Readonly<Record<string, string>>
  readonly model: string
  readonly workload: WorkloadSpec
  /** What is to run beside it. */
  readonly background: PreparedRun | null
}

/** Checks all that can be checked before anything is written or measured. */
async function prepare(options: ConductOptions, url: string): Promise<PreparedRun> {
  const { plan: asked, stop } = options
  const background = await prepareBackground(options, url)
  const ownHeaders = resolveHeaders(asked.target, options.env)
  const given = madeOfMetadata(asked) ? null : loadWorkloadSpec(asked.workload)
  const target = await resolveTarget(asked.target, url, stop)
  const model = asked.target.model ?? (await firstModel(asked.target, target, ownHeaders, stop))
  const workload = given ?? (await tensorWorkload(asked.workload, target, model, ownHeaders, stop))
  const headers = { ...contentType(asked, workload), ...ownHeaders }
  const workers = Math.min(asked.client.workers, connectionsNeeded(asked.load))
  const plan: Plan = {
    ...asked,
    target: { ...asked.target, model },
    workload: { ...asked.workload, shapes: shapesOf(workload) },
    background: background === null ? null : settled(background.plan),
    client: { ...asked.client, workers },
  }
  const environment = describeEnvironment({ plan, commandLine: options.commandLine })
  checkResources(plan.load, workers, target.endpoint, readResourceLimits())
  if (plan.client.preflight) await preflight({ plan, target, model, headers, workload, stop })
  stop.throwIfAborted()
  return { plan, environment, target, headers, model, workload, background }
}

/** The background is prepared like a run; where it has no URL it goes where the measured run does. */
async function prepareBackground(options: ConductOptions, url: string): Promise<PreparedRun | null> {
  const { plan } = options
  if (plan.background === null) return null
  const own = backgroundRunPlan(plan, plan.background)
  return prepare({ ...options, plan: own }, own.target.url ?? url).catch((error: unknown) => {
    if (!(error instanceof TareError)) throw error
    const hint = error.hint === undefined ? {} : { hint: error.hint }
    throw new TareError(error.code, `the background: ${error.message}`, { ...hint, cause: error })
  })
}

function settled({ target, workload, load, client }: Plan): BackgroundPlan {
  return { target, workload, load, workers: client.workers }
}

/** Whether the requests' content depends on what the model says of itself. */
function madeOfMetadata({ target, workload }: Plan): boolean {
  return target.api === 'kserve-v2' && workload.body === null
}

/** The shapes that were settled on: another run of the plan has the same whatever the model says then. */
function shapesOf({ prompts }: WorkloadSpec): Plan['workload']['shapes'] {
  if (prompts.kind !== 'tensors') return null
  return Object.fromEntries(prompts.tensors.map(({ name, shape }) => [name, shape]))
}

/** The header of bodies that aren't of the API's own making. */
function contentType({ workload }: Plan, { prompts }: WorkloadSpec): Readonly<Record<string, string>> {
  const type = prompts.kind === 'bodies' ? prompts.bodies.contentType : workload.contentType
  return type === null ? {} : { 'content-type': type }
}

/** The simulator that stands in serves a language model. Throws TareError('usage') when the plan's API is of another kind. */
function requireSimulated({ target, background }: Plan): void {
  const apis = background?.target.url === null ? [target.api, background.target.api] : [target.api]
  const api = apis.find((each) => unaryApis.includes(each))
  if (api === undefined) return
  throw new TareError('usage', `there is no URL, and the embedded simulator doesn't speak ${api}`, {
    hint: 'Give the URL of a server; `tare simulate --classic` starts one that does.',
  })
}
