import type { Measurements } from '../summary.ts'
import { canonicalName } from './canonical-name.ts'
import { type EngineFigures, engineFigures } from './engine-figures.ts'
import type { EngineNames } from './engine-names.ts'
import { type GpuFigures, gpuFigures } from './gpu-figures.ts'
import { knownEngines, knownGpuExporters } from './known-engines.ts'
import { latencyGap } from './latency-gap.ts'
import { countersDisagree, serverNotes } from './server-notes.ts'
import { coveredSpan, type ServerSamples, type Span, spanSeconds } from './server-samples.ts'
import { type ServerFigures, type ServerLatency, serverLatencyNames } from './server-summary.ts'
import { wireLittle } from './wire-little.ts'

export interface ServerOptions {
  /** Largest batch that the plan lets the server form; null when it doesn't say. */
  readonly batchLimit: number | null
}

/** What the server said of itself over a run's measured window, beside what the client measured. */
export function serverFigures(
  samples: ServerSamples,
  measured: Measurements,
  { batchLimit }: ServerOptions,
): ServerFigures {
  const window: Span = { startNs: measured.window.start_ns, endNs: measured.window.end_ns }
  const engine = engineOf(samples)
  const usable = engine !== null && !countersDisagree(samples)
  const said = usable ? engineFigures(engine, samples, window, measured.target.model) : nothingSaid
  const [gpuSource, gpu] = gpuOf(samples, window)
  const { latencyMs, meanBatch } = said
  return {
    source: engine?.source ?? gpuSource ?? 'unknown',
    scrapes: scrapes(samples, window),
    requests: {
      running: said.running,
      waiting: said.waiting,
      completed_per_s: said.completedPerSecond,
      preemptions: said.preemptions,
    },
    latency_ms: latencyMs,
    queue_share: queueShare(latencyMs),
    batch: {
      mean_size: meanBatch,
      limit: batchLimit,
      fill: meanBatch === null || batchLimit === null ? null : meanBatch / batchLimit,
    },
    cache: { kv_usage: said.kvUsage, prefix_hit_share: said.prefixHitShare },
    tokens: { input_per_s: said.inputTokensPerSecond, output_per_s: said.outputTokensPerSecond },
    gpu:
      gpu === null
        ? null
        : gpuSummary(gpu, said.outputTokensPerSecond ?? measured.throughput.output_tokens_per_s),
    gap: latencyGap(latencyMs, measured),
    little: wireLittle(said, measured),
    notes: serverNotes({ samples, window, measured, said, known: engine !== null || gpu !== null }),
  }
}

function engineOf({ series }: ServerSamples): EngineNames | null {
  const isThere = ({ prefixes }: EngineNames): boolean =>
    prefixes.some((prefix) =>
      series.some(({ name }) => canonicalName(name).startsWith(canonicalName(prefix))),
    )
  return knownEngines.find(isThere) ?? null
}

function gpuOf(samples: ServerSamples, window: Span): [ServerFigures['source'] | null, GpuFigures | null] {
  for (const names of knownGpuExporters) {
    const figures = gpuFigures(names, samples, window)
    if (figures !== null) return [names.source, figures]
  }
  return [null, null]
}

function gpuSummary(gpu: GpuFigures, outputTokensPerSecond: number | null): ServerFigures['gpu'] {
  const watts = gpu.meanPowerByEnergy ?? gpu.power?.mean ?? null
  const tokens = outputTokensPerSecond ?? 0
  return {
    devices: gpu.devices,
    utilisation: gpu.utilisation,
    power_w: gpu.power,
    energy_j_per_output_token: watts !== null && tokens > 0 ? watts / tokens : null,
    memory_used_bytes: gpu.memoryUsedBytes,
    memory_total_bytes: gpu.memoryTotalBytes,
  }
}

function scrapes(samples: ServerSamples, window: Span): ServerFigures['scrapes'] {
  const { atNs, errorBoundNs, failures, mostSeries } = samples
  const seconds = spanSeconds(window)
  return {
    answered: atNs.length,
    failed: [...failures.values()].reduce((sum, count) => sum + count, 0),
    series: mostSeries,
    window_covered: seconds > 0 ? spanSeconds(coveredSpan(samples, window)) / seconds : 0,
    error_bound_ms: atNs.length === 0 ? null : errorBoundNs.reduce((a, b) => Math.max(a, b), 0) / 1e6,
  }
}

/** Computing is the server's own figure, or else prefill and decode together. */
function queueShare({ queue, compute, prefill, decode }: EngineFigures['latencyMs']): number | null {
  const computing = compute?.mean ?? (prefill?.mean && decode?.mean ? prefill.mean + decode.mean : null)
  if (queue === null || queue.mean === null || computing === null) return null
  const whole = queue.mean + computing
  return whole > 0 ? queue.mean / whole : null
}

const noLatency: ServerLatency | null = null
const nothingSaid: EngineFigures = {
  running: null,
  waiting: null,
  completedPerSecond: null,
  preemptions: null,
  latencyMs: Object.fromEntries(
    serverLatencyNames.map((name) => [name, noLatency]),
  ) as EngineFigures['latencyMs'],
  meanBatch: null,
  kvUsage: null,
  prefixHitShare: null,
  inputTokensPerSecond: null,
  outputTokensPerSecond: null,
}
