import type { Distribution } from '../../metrics/summary.ts'

/** Mean and quantiles of a latency, ms; null without requests. */
export interface LatencyRow {
  readonly n: number
  readonly mean: number | null
  readonly p50: number | null
  readonly p99: number | null
}

export const biasMetrics = ['ttft', 'itl', 'tpot', 'ntpot'] as const
export type BiasMetric = (typeof biasMetrics)[number]
export type LatencyRows = Readonly<Record<BiasMetric, LatencyRow>>

/** Reported ÷ true; null where the true one is 0 or missing. */
export type InflationRow = Readonly<Record<'mean' | 'p50' | 'p99', number | null>>
export type InflationRows = Readonly<Record<BiasMetric, InflationRow>>

export interface ErrorRow {
  readonly mean: number | null
  readonly min: number | null
  readonly p50: number | null
  readonly p99: number | null
  readonly p99_9: number | null
  readonly max: number | null
}

export interface MomentRow {
  readonly n: number
  readonly mean: number | null
  readonly second_moment: number | null
}

/** A mean wait that a model predicts, us, and predicted ÷ measured; null where the model has no steady state. */
export interface ModelRow {
  readonly wait_us: number | null
  readonly over_measured: number | null
}

/** The models of a client's wait, by their names here. */
export type BiasModel = 'm_g_1' | 'm_x_g_1' | 'periodic_batches' | 'replayed'

/** What one run with one number of processes found. Times on the user's and the kernel's clock are of the same token events. */
export interface BiasRun {
  readonly processes: number
  readonly tokens: number
  readonly requests: number
  readonly failed_requests: number
  readonly unmatched_requests: number
  readonly achieved_tokens_per_s: number
  readonly requests_per_s: number
  readonly streams_mean: number
  readonly timestamp_source: string
  readonly truth_ms: LatencyRows
  readonly user_ms: LatencyRows
  readonly kernel_ms: LatencyRows
  readonly inflation: { readonly user: InflationRows; readonly kernel: InflationRows }
  /** Recorded − sent of each token. */
  readonly error_us: { readonly user: ErrorRow; readonly kernel: ErrorRow }
  /** How far recorded lies outside the time that the sender's write of it took. */
  readonly outside_write_us: { readonly user: ErrorRow; readonly kernel: ErrorRow }
  /** How long the sender's writes took: the uncertainty of the truth. */
  readonly sender_write_us: ErrorRow
  readonly simulator_lateness_us: ErrorRow
  readonly client: {
    readonly cpu_cores_per_process: number | null
    readonly events_per_s_per_process: number
    readonly service_us: MomentRow
    readonly wake_us: MomentRow
    readonly batch_events: MomentRow
    readonly turn_events: MomentRow
    /** Arrival rate × mean service time. */
    readonly utilisation: number | null
    readonly saturated: boolean
    readonly wait_us: ErrorRow
    readonly models: Readonly<Record<BiasModel, ModelRow>>
  }
}

export interface BiasRate {
  readonly tokens_per_s: number
  readonly streams: number
  readonly gap_ms: number
  readonly reply_tokens: number
  /** One process, then several; they were run in this order at every other rate, and the other way round at the rest. */
  readonly runs: readonly [one: BiasRun, several: BiasRun]
}

/** What `tare bias --format json` prints, and bias.json holds. */
export interface BiasReport {
  readonly schema: 'tare.bias/1'
  readonly tare_version: string
  readonly measured_at: string
  readonly machine: {
    readonly cpu: string
    readonly cores: number
    readonly kernel: string
    readonly node: string
  }
  readonly pattern: 'stepping' | 'own-phases'
  readonly event_work_us: number
  readonly processes: number
  readonly duration_s: number
  readonly seed: number
  readonly rates: readonly BiasRate[]
  /** The first rate that one process couldn't keep up with; null when there was none. */
  readonly one_process_saturates_at_tokens_per_s: number | null
  readonly findings: readonly string[]
  /** All of it in one sentence. */
  readonly sentence: string
}

export function latencyRow({ n, mean, p50, p99 }: Distribution): LatencyRow {
  return { n, mean, p50, p99 }
}

/**
 * How many events come together, as an event finds it: E[X²] / E[X]. All that the batch models take of X, and a stray event
 * that is dated a little off its batch hardly changes it.
 */
export function eventsAtOnce({ mean, second_moment }: MomentRow): number | null {
  return mean === null || second_moment === null ? null : second_moment / mean
}
