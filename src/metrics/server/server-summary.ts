/** Whose names the figures were read by; 'unknown' when no table knows any of the endpoint's. */
export type ServerSource =
  | 'vllm'
  | 'sglang'
  | 'tgi'
  | 'llama.cpp'
  | 'triton'
  | 'torchserve'
  | 'mlserver'
  | 'dcgm'
  | 'unknown'

/** Of a gauge, by its samples. */
export interface GaugeFigure {
  /** Average over the measured time, straight lines between samples. */
  readonly mean: number
  /** The largest sample: what was between two samples, nobody saw. Null when it is known by a counter only. */
  readonly max: number | null
}

/** A quantile of a histogram: it is somewhere in a bucket. */
export interface ServerQuantile {
  /** By a straight line within the bucket; null when the bucket has no upper end. */
  readonly value: number | null
  /** Lower end of the bucket. */
  readonly low: number
  /** Width of the bucket; null when it has no upper end. */
  readonly resolution: number | null
}

/** A latency as the server counts it, in ms, of what ended in the measured window, whoever sent it. */
export interface ServerLatency {
  readonly n: number
  readonly mean: number | null
  /** Null where the server keeps no histogram. */
  readonly p50: ServerQuantile | null
  readonly p90: ServerQuantile | null
  readonly p99: ServerQuantile | null
}

export const serverLatencyNames = ['queue', 'prefill', 'decode', 'compute', 'ttft', 'itl', 'e2e'] as const
export type ServerLatencyName = (typeof serverLatencyNames)[number]

/** The client's time beside the server's own for the same thing, means in ms. */
export interface LatencyGap {
  readonly of: 'ttft' | 'e2e'
  readonly client: number
  readonly server: number
  /** client − server. */
  readonly gap: number
  /** The shortest round trip: the way there of the request, and back of the reply. Null where the kernel doesn't say. */
  readonly network: number | null
  /** The most that the instrument itself can have added; null where nothing tells, and then it is in `unseen`. */
  readonly instrument: number | null
  /** What is left: queueing and handling before the server's clock starts and after it stops. */
  readonly unseen: number
}

/** Little's law across the wire: requests that the client has in flight, and those that the server knows of. */
export interface WireLittle {
  readonly client_in_flight: number
  readonly server_in_flight: number
  /** Running and waiting as gauges, or the time of all requests over the window. */
  readonly by: 'gauges' | 'request_time'
  /** client − server: requests on the way, and those that the server doesn't count yet or any more. */
  readonly difference: number
  /** The difference as time per request (W = L / X), ms; null when nothing was completed. */
  readonly difference_ms: number | null
}

/** What the server said of itself over the measured window (docs/server-figures.md). */
export interface ServerFigures {
  readonly source: ServerSource
  readonly scrapes: {
    readonly answered: number
    readonly failed: number
    /** Series of the fullest answer. */
    readonly series: number
    /** Share of the measured window that lies between answered scrapes. */
    readonly window_covered: number
    /** The most by which the time of a sample can be wrong. */
    readonly error_bound_ms: number | null
  }
  readonly requests: {
    readonly running: GaugeFigure | null
    readonly waiting: GaugeFigure | null
    readonly completed_per_s: number | null
    readonly preemptions: number | null
  }
  readonly latency_ms: Readonly<Record<ServerLatencyName, ServerLatency | null>>
  /** Mean wait in the queue over that wait and the computing after it. */
  readonly queue_share: number | null
  readonly batch: {
    readonly mean_size: number | null
    /** As the plan sets it for the server. */
    readonly limit: number | null
    readonly fill: number | null
  }
  readonly cache: {
    /** Share of the KV cache in use. */
    readonly kv_usage: GaugeFigure | null
    /** Share of the looked-up prompt tokens that were in the prefix cache. */
    readonly prefix_hit_share: number | null
  }
  readonly tokens: {
    readonly input_per_s: number | null
    readonly output_per_s: number | null
  }
  readonly gpu: {
    readonly devices: number
    readonly utilisation: GaugeFigure | null
    readonly power_w: GaugeFigure | null
    readonly energy_j_per_output_token: number | null
    readonly memory_used_bytes: GaugeFigure | null
    readonly memory_total_bytes: number | null
  } | null
  readonly gap: LatencyGap | null
  readonly little: WireLittle | null
  /** What a reader of these figures must know, in sentences without their full stop. */
  readonly notes: readonly string[]
}
