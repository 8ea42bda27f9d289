import type { Measurements } from '../metrics/summary.ts'
import type { RequestTable } from './request-table.ts'

/** A stretch of the plan in which an open stage offers a constant rate. Times are ns since the run's epoch. */
export interface OpenSpan {
  readonly stage: number
  readonly startNs: number
  readonly endNs: number
  readonly ratePerSecond: number
  readonly arrival: 'constant' | 'poisson' | 'gamma'
  /** Gamma's shape; 1 for Poisson. */
  readonly burstiness: number
}

/** What the plan says that a check must know. */
export interface PlanEvidence {
  /** Open spans of constant rate, warm-up included, in order; empty in a closed or unpaced run. */
  readonly openSpans: readonly OpenSpan[]
  /**
   * Whether every stage offers the same load from the first request to the last, no ramps, no steps; and nothing is done to the
   * server meanwhile that changes what it can do, no scale storm.
   */
  readonly homogeneous: boolean
  readonly warmupNs: number
  /** When the last stage ends; Infinity when the number of requests ends the run. */
  readonly sendingEndsNs: number
  /** Infinity when nothing holds requests back. */
  readonly maxConcurrency: number
  readonly ignoreEos: boolean
  readonly transport: 'kernel' | 'portable'
  readonly workers: number
  /** Whether each request's prompt is drawn for it alone ('synthetic'), or from a file and so perhaps repeated. */
  readonly prompts: 'synthetic' | 'file'
}

/**
 * A worker's account of itself over time: parallel arrays, one element a report, some four a second, the last at its
 * end. `…Us`, `…Ns` and counts are cumulative since its start unless said otherwise; NaN where the machine won't say.
 */
export interface WorkerSeries {
  readonly worker: number
  readonly atNs: Float64Array
  readonly sent: Float64Array
  readonly ended: Float64Array
  readonly ok: Float64Array
  readonly failed: Float64Array
  /** At `atNs`, not cumulative. */
  readonly inFlight: Float64Array
  /** Integral of the requests in flight, from their sends to their ends, up to `atNs`: a counter kept apart from the records. */
  readonly inFlightAreaNs: Float64Array
  /** At `atNs`: how late the earliest send is that waits for --max-concurrency. */
  readonly behindNs: Float64Array
  readonly cpuUserUs: Float64Array
  readonly cpuSystemUs: Float64Array
  /** Of the turns since the last report. */
  readonly longestTurnNs: Float64Array
  readonly turns: Float64Array
  readonly reads: Float64Array
  /** Reads that brought at least one token event, and the token events that they brought. */
  readonly tokenReads: Float64Array
  readonly tokenEvents: Float64Array
  readonly gcNs: Float64Array
  /** Longest collection since the last report. */
  readonly gcLongestNs: Float64Array
  /** Time that it was ready to run and another ran on its core. */
  readonly runQueueNs: Float64Array
  /** CLOCK_REALTIME − CLOCK_MONOTONIC at `atNs`, less the same at its start. */
  readonly clockOffsetNs: Float64Array
}

/** The client's machine over time, as the conductor sees it; cumulative since the run's start. */
export interface HostSeries {
  readonly atNs: Float64Array
  /** Time of all cores, in whatever state. */
  readonly cpuTotalUs: Float64Array
  /** Time of all cores that the hypervisor gave to others. */
  readonly stealUs: Float64Array
  /** Time for which the process's cgroup was held back by its CPU limit. */
  readonly throttledUs: Float64Array
  /** Segments that the machine retransmitted, of all connections. */
  readonly tcpRetransmits: Float64Array
  /** Segments that it sent. */
  readonly tcpSegmentsSent: Float64Array
}

/** All that a verdict is given on. It comes from the run folder alone. */
export interface Evidence {
  readonly plan: PlanEvidence
  /** With point estimates of what is refused too, for its size: where `resolution` has no ci95 it isn't reported. */
  readonly measured: Measurements
  readonly requests: RequestTable
  /** By number of the worker; empty when the run left no samples. */
  readonly workers: readonly WorkerSeries[]
  readonly host: HostSeries | null
}
