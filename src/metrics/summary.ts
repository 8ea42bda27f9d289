/** The shape of summary.json (schema/summary.schema.json). Snake case with units, as all artifacts. */
export interface Distribution {
  readonly n: number
  readonly mean: number | null
  readonly sd: number | null
  readonly min: number | null
  readonly p50: number | null
  readonly p90: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly p99_9: number | null
  readonly max: number | null
}

export interface Summary {
  readonly schema: 'tare.summary/1'
  readonly tare_version: string
  readonly run_id: string
  readonly label: string | null
  /** Nanoseconds since 1970, as a string: it doesn't fit a double. */
  readonly epoch_unix_ns: string
  readonly started_at: string
  /** 'complete', or 'interrupted' (Ctrl-C), or 'recovered' (tare recover). */
  readonly state: 'complete' | 'interrupted' | 'recovered'
  readonly target: {
    readonly url: string | null
    readonly api: string
    readonly model: string
    readonly stream: boolean
  }
  readonly load: {
    /** 'open', 'closed', 'unpaced' or 'mixed'. */
    readonly model: string
    readonly arrival: string | null
    readonly concurrency: number | null
    /** Measured requests that the plan had; more than were sent only when the run was interrupted. */
    readonly planned: number
    /** Measured requests that were attempted, whatever their end: ok + failed. */
    readonly sent: number
    readonly ok: number
    readonly failed: number
    readonly requested_rate_per_s: number | null
    readonly achieved_rate_per_s: number | null
    readonly lateness_ms: Distribution
    readonly in_flight_mean: number
    readonly in_flight_max: number
  }
  readonly window: {
    readonly kind: 'duration' | 'requests'
    readonly start_ns: number
    readonly end_ns: number
    readonly warmup_requests: number
  }
  readonly latency_ms: {
    readonly ttft: Distribution
    readonly ttfat: Distribution
    readonly itl: Distribution
    readonly tpot: Distribution
    readonly ntpot: Distribution
    readonly e2e: Distribution
    readonly ttft_from_plan: Distribution
    readonly e2e_from_plan: Distribution
  }
  readonly throughput: {
    readonly requests_per_s: number
    readonly output_tokens_per_s: number
    readonly input_tokens_per_s: number
    readonly total_tokens_per_s: number
  }
  readonly tokens: {
    readonly input: Distribution
    readonly output: Distribution
    readonly reasoning_total: number
    readonly cached_total: number
    /** Requests whose token count came from usage, from counted events, or from neither. */
    readonly source: { readonly usage: number; readonly events: number; readonly none: number }
    /** Output tokens per token-bearing event, per request: 1 unless the server puts several tokens in an event. */
    readonly per_event: Distribution
  }
  readonly network: {
    readonly rtt_us: Distribution
    readonly retransmits: number
    readonly connections_opened: number
    readonly connect_ms: Distribution
  }
  readonly instrument: {
    readonly timestamp_source: string
    readonly workers: number
    /** Per read: observed by the process − arrived in the kernel. What a user-space clock would have added. */
    readonly read_delay_us: Distribution
    /** Per token event: the most by which its arrival time can be late. */
    readonly error_bound_us: Distribution
    readonly cpu_s: number
    readonly cpu_us_per_token: number | null
    readonly max_rss_bytes: number
  }
  readonly errors: Readonly<Record<string, number>>
  /** The commonest messages of failed requests, most frequent first, at most ten. */
  readonly error_messages: readonly {
    readonly kind: string
    readonly message: string
    readonly count: number
  }[]
}
