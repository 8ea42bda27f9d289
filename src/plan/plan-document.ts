import type { LoadPlan, LoadStage } from '../load/load-plan.ts'
import { formatDuration } from './duration.ts'
import type { GatePlan } from './gate.ts'
import { storableHeaderValue } from './headers.ts'
import type { BackgroundPlan, Plan, TargetPlan, WorkloadPlan } from './plan.ts'
import { scrapeDocument, serverDocument } from './server-document.ts'

/** Stands in a file for a limit that isn't there. */
export const unbounded = 'unbounded'

/**
 * A plan as its file has it: snake_case, durations with units, secrets that aren't references replaced. The order of
 * keys is the file's.
 */
export function planDocument(plan: Plan): object {
  const { version, target, load, workload, measure, client, output } = plan
  return {
    version,
    target: targetDocument(target),
    server: serverDocument(plan.server),
    load: loadDocument(load),
    workload: workloadDocument(workload),
    measure: {
      timeout: formatDuration(measure.timeoutNs),
      drain: formatDuration(measure.drainNs),
      scrape: scrapeDocument(plan.scrape),
    },
    client: {
      workers: client.workers,
      transport: client.transport,
      pin: client.pin,
      preflight: client.preflight,
    },
    background: backgroundDocument(plan.background),
    objectives: plan.objectives,
    gate: gateDocument(plan.gate),
    output: { dir: output.dir, format: output.format, label: output.label },
  }
}

function gateDocument(gate: GatePlan | null): object | null {
  if (gate === null) return null
  const { baseline, maxRegression, inconclusive, missingBaseline } = gate
  return { baseline, max_regression: maxRegression, inconclusive, missing_baseline: missingBaseline }
}

function targetDocument(target: TargetPlan): object {
  const headers = Object.entries(target.headers)
  return {
    url: target.url,
    api: target.api,
    model: target.model,
    stream: target.stream,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, storableHeaderValue(name, value)])),
    api_key_env: target.apiKeyEnv,
    insecure: target.insecure,
    ca_file: target.caFile,
    extra_body: target.extraBody,
    simulator_preset: target.simulatorPreset,
  }
}

function workloadDocument(workload: WorkloadPlan): object {
  return {
    seed: workload.seed,
    input_tokens: workload.inputTokens,
    output_tokens: workload.outputTokens,
    prompts_file: workload.promptsFile,
    ignore_eos: workload.ignoreEos,
    body: workload.body,
    content_type: workload.contentType,
    shapes: workload.shapes,
    same_payload: workload.samePayload,
  }
}

function backgroundDocument(background: BackgroundPlan | null): object | null {
  if (background === null) return null
  const { target, workload, load, workers } = background
  const [stage] = load.stages
  return {
    target: targetDocument(target),
    workload: workloadDocument(workload),
    load: {
      seed: load.seed,
      max_concurrency: limitDocument(load.maxConcurrency),
      stage: stage === undefined ? null : stageDocument(stage),
    },
    workers,
  }
}

function loadDocument(load: LoadPlan): object {
  return {
    seed: load.seed,
    warmup: formatDuration(load.warmupNs),
    requests: limitDocument(load.requests),
    max_concurrency: limitDocument(load.maxConcurrency),
    stages: load.stages.map(stageDocument),
  }
}

function stageDocument(stage: LoadStage): object {
  const duration =
    stage.durationNs === Number.POSITIVE_INFINITY ? unbounded : formatDuration(stage.durationNs)
  switch (stage.kind) {
    case 'open':
      return {
        kind: stage.kind,
        duration,
        start_rate_per_s: stage.startRatePerSecond,
        end_rate_per_s: stage.endRatePerSecond,
        arrival: stage.arrival,
        burstiness: stage.burstiness,
      }
    case 'closed':
      return {
        kind: stage.kind,
        duration,
        start_concurrency: stage.startConcurrency,
        end_concurrency: stage.endConcurrency,
        query_size: stage.querySize,
        think_time: formatDuration(stage.thinkTimeNs),
      }
    case 'unpaced':
      return { kind: stage.kind, duration }
  }
}

function limitDocument(limit: number): number | string {
  return limit === Number.POSITIVE_INFINITY ? unbounded : limit
}
