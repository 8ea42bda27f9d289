import { javaDouble } from './java-double.ts'

type Labels = readonly (readonly [name: string, value: string])[]

/** A metric of ts/configs/metrics.yaml. */
interface MetricDefinition {
  readonly type: 'counter' | 'gauge'
  readonly unit: string
  /** Whether the server's frontend or a worker's Python reports it: they write to different logs. */
  readonly log: 'TS_METRICS' | 'MODEL_METRICS'
}

export type MetricName =
  | 'Requests2XX'
  | 'Requests4XX'
  | 'Requests5XX'
  | 'ts_inference_requests_total'
  | 'ts_inference_latency_microseconds'
  | 'ts_queue_latency_microseconds'
  | 'QueueTime'
  | 'WorkerThreadTime'
  | 'WorkerLoadTime'
  | 'CPUUtilization'
  | 'MemoryUsed'
  | 'MemoryAvailable'
  | 'MemoryUtilization'
  | 'HandlerTime'
  | 'PredictionTime'

const frontend = { log: 'TS_METRICS' } as const
const model = { log: 'MODEL_METRICS', type: 'gauge', unit: 'ms' } as const

const definitions: Readonly<Record<MetricName, MetricDefinition>> = {
  Requests2XX: { ...frontend, type: 'counter', unit: 'Count' },
  Requests4XX: { ...frontend, type: 'counter', unit: 'Count' },
  Requests5XX: { ...frontend, type: 'counter', unit: 'Count' },
  ts_inference_requests_total: { ...frontend, type: 'counter', unit: 'Count' },
  ts_inference_latency_microseconds: { ...frontend, type: 'counter', unit: 'Microseconds' },
  ts_queue_latency_microseconds: { ...frontend, type: 'counter', unit: 'Microseconds' },
  QueueTime: { ...frontend, type: 'gauge', unit: 'Milliseconds' },
  WorkerThreadTime: { ...frontend, type: 'gauge', unit: 'Milliseconds' },
  WorkerLoadTime: { ...frontend, type: 'gauge', unit: 'Milliseconds' },
  CPUUtilization: { ...frontend, type: 'gauge', unit: 'Percent' },
  MemoryUsed: { ...frontend, type: 'gauge', unit: 'Megabytes' },
  MemoryAvailable: { ...frontend, type: 'gauge', unit: 'Megabytes' },
  MemoryUtilization: { ...frontend, type: 'gauge', unit: 'Percent' },
  HandlerTime: model,
  PredictionTime: model,
}

/** One update, for the log: of a counter, what was added. */
export interface MetricUpdate {
  readonly name: MetricName
  readonly unit: string
  readonly log: MetricDefinition['log']
  readonly value: number
  readonly labels: Labels
  readonly thread: string
  readonly requestIds: readonly string[]
}

/** Metrics that have been updated at least once; TorchServe shows no others. */
export interface MetricCache {
  update(name: MetricName, value: number, labels: Labels, from?: UpdateSource): void
  /** In the text exposition format 0.0.4, as Java's client writes it: with a comma after the last label. */
  expose(hostname: string, only: ReadonlySet<string>): string
}

export interface UpdateSource {
  readonly thread?: string
  readonly requestIds?: readonly string[]
}

export function createMetricCache(updated: (update: MetricUpdate) => void): MetricCache {
  const metrics = new Map<MetricName, Map<string, number>>()
  return {
    update(name, value, labels, { thread = 'pool-3-thread-1', requestIds = [] } = {}) {
      const { type, unit, log } = definitions[name]
      const samples = metrics.get(name) ?? new Map<string, number>()
      const key = labels.map(([label, of]) => `${label}="${escaped(of)}",`).join('')
      samples.set(key, type === 'counter' ? (samples.get(key) ?? 0) + value : value)
      metrics.set(name, samples)
      updated({ name, unit, log, value, labels, thread, requestIds })
    },
    expose(hostname, only) {
      let text = ''
      for (const [name, samples] of metrics) {
        if (only.size > 0 && !only.has(name)) continue
        const { type, unit } = definitions[name]
        text += `# HELP ${name} Torchserve prometheus ${type} metric with unit: ${unit}\n# TYPE ${name} ${type}\n`
        const host = name.startsWith('ts_') ? 'hostname' : 'Hostname'
        for (const [key, value] of samples)
          text += `${name}{${key}${host}="${escaped(hostname)}",} ${javaDouble(value)}\n`
      }
      return text
    },
  }
}

function escaped(label: string): string {
  return label.replace(/["\\\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))
}
