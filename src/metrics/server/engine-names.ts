import type { Across } from './gauge-figure.ts'
import type { ServerLatencyName, ServerSource } from './server-summary.ts'

/** Names of a metric, today's first: the first that the endpoint has is read. */
export type Alternatives = readonly string[]

export interface GaugeSource {
  readonly names: Alternatives
  readonly across: Across
  /** What its unit is in ours. */
  readonly scale?: number
}

/** Counters that are added up. One without alternatives in the endpoint counts as 0, but the first must be there. */
export type CounterSource = readonly [Alternatives, ...(readonly Alternatives[])]

export type LatencySource =
  | {
      readonly kind: 'histogram'
      readonly names: Alternatives
      readonly unitSeconds: number
      /** Of its series those with these labels. */
      readonly labels?: Readonly<Record<string, string>>
    }
  /** A sum of times and a count of what took them: a mean. */
  | {
      readonly kind: 'sums'
      readonly sum: CounterSource
      readonly less?: CounterSource
      readonly count: CounterSource
      readonly unitSeconds: number
    }

export type BatchSource =
  /** Every request that runs is in the batch of every step. */
  | { readonly kind: 'running' }
  | { readonly kind: 'ratio'; readonly items: CounterSource; readonly batches: CounterSource }
  /** A mean since the server's start, and what it is a mean over. */
  | { readonly kind: 'lifetime-mean'; readonly mean: Alternatives; readonly of: CounterSource }

export type EngineGauge = 'running' | 'waiting' | 'kvUsage'
export type EngineCounter =
  | 'completed'
  | 'preemptions'
  | 'inputTokens'
  | 'outputTokens'
  | 'prefixLookups'
  | 'prefixHits'

/** What an engine calls our figures: as its source says, which is named. */
export interface EngineNames {
  readonly source: ServerSource
  /** What the names of its metrics begin with. */
  readonly prefixes: readonly string[]
  /** Labels in which series may differ that tell of the same thing, as each rank of one engine does: one of them counts. */
  readonly replicaLabels: readonly string[]
  /** Significant digits with which it writes numbers; left out: all of them. */
  readonly digits?: number
  readonly gauges: Readonly<Partial<Record<EngineGauge, GaugeSource>>>
  readonly counters: Readonly<Partial<Record<EngineCounter, CounterSource>>>
  readonly latencies: Readonly<Partial<Record<ServerLatencyName, LatencySource>>>
  readonly batch: BatchSource | null
}

export type GpuGauge = 'utilisation' | 'power' | 'memoryUsed' | 'memoryFree' | 'memoryTotal'

/** What an exporter calls the figures of a GPU. */
export interface GpuNames {
  readonly source: ServerSource
  /** The label that tells one GPU from another. */
  readonly device: string
  readonly gauges: Readonly<Partial<Record<GpuGauge, GaugeSource>>>
  /** Energy so far, and joules in its unit. */
  readonly energy: { readonly names: Alternatives; readonly joules: number } | null
}
