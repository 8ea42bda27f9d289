import { apiByName } from '../api/registry.ts'
import { TareError } from '../errors.ts'
import type { Summary } from '../metrics/summary.ts'
import { resolveHeaders } from '../plan/headers.ts'
import type { Plan } from '../plan/plan.ts'
import { writePlanYaml } from '../plan/plan-file.ts'
import { loadWorkloadSpec } from '../workload/load-workload-spec.ts'
import { checkResources, connectionsNeeded } from './connections-needed.ts'
import { describeEnvironment } from './environment.ts'
import { finishRun } from './finish-run.ts'
import { runLive } from './live-run.ts'
import { listModels } from './model-list.ts'
import { preflight } from './preflight.ts'
import type { Progress } from './progress/progress.ts'
import { readResourceLimits } from './resource-limits.ts'
import { createRunFolder, type RunFolder, refuseExisting, writeRunFile } from './run-folder.ts'
import { startSimulatorProcess } from './simulator-process.ts'
import { resolveTarget, type TargetAddress } from './target-address.ts'

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
}

export interface RunOutcome {
  readonly folder: RunFolder
  readonly summary: Summary
}

/** Runs a plan from its checks to its summary. Throws TareError for all that a person can mend. */
export async function conduct(options: ConductOptions): Promise<RunOutcome> {
  const { plan } = options
  refuseExisting(plan.output.dir)
  if (plan.target.url !== null) return conductAt(options, plan.target.url)
  const simulator = await startSimulatorProcess(plan.target.simulatorPreset, plan.load.seed)
  try {
    return await conductAt(options, simulator.url)
  } finally {
    simulator.close()
  }
}

async function conductAt(options: ConductOptions, url: string): Promise<RunOutcome> {
  const asked = options.plan
  const headers = resolveHeaders(asked.target, options.env)
  const workload = loadWorkloadSpec(asked.workload)
  const target = await resolveTarget(asked.target, url)
  const model = asked.target.model ?? (await firstModel(target, headers, asked.target.apiKeyEnv))
  const workers = Math.min(asked.client.workers, connectionsNeeded(asked.load))
  const plan: Plan = {
    ...asked,
    target: { ...asked.target, model },
    client: { ...asked.client, workers },
  }
  const environment = describeEnvironment({ plan, commandLine: options.commandLine })
  const runId = environment.run_id
  checkResources(plan.load, workers, readResourceLimits())
  const api = apiByName(plan.target.api)
  if (plan.client.preflight) await preflight(plan, target, api, model, headers)

  const folder = createRunFolder(plan.output.dir)
  writeRunFile(folder.plan, writePlanYaml(plan))
  writeRunFile(folder.environment, `${JSON.stringify(environment, null, 2)}\n`)
  const { stoppedNs } = await runLive({ ...options, plan, folder, target, headers, model, workload, runId })
  if (options.abort.aborted) {
    throw new TareError('interrupted', 'stopped at once', {
      hint: `Finished requests are kept: tare recover ${plan.output.dir}`,
    })
  }
  const state = stoppedNs === null ? 'complete' : 'interrupted'
  return { folder, summary: finishRun(folder, plan, { runId, state, stoppedNs }) }
}

async function firstModel(
  target: TargetAddress,
  headers: Readonly<Record<string, string>>,
  apiKeyEnv: string | null,
): Promise<string> {
  const models = await listModels(target, headers, apiKeyEnv)
  if (models[0] !== undefined) return models[0]
  throw new TareError('target', `${target.label} lists no models under /v1/models`, {
    hint: 'Say which to measure with --model.',
  })
}
