/** What one run showed at one value of the axis along which something is scaled. */
export interface ScalingRun {
  /** Per second, of whatever is scaled: ok requests, or output tokens. */
  readonly throughput: number
  /** Requests that ended per second, whatever their end: what Little's law counts. */
  readonly requestsPerSecond: number
  /** Mean time of a request from its send to its end, s; null when nothing succeeded. */
  readonly responseSeconds: number | null
  /** Mean requests in flight over the window. */
  readonly inFlight: number
  /** Mean wait between a reply and the next request of its slot, s. */
  readonly thinkSeconds: number
}

/** A value of the axis (concurrency, batch size, workers, …) with its repeats. */
export interface ScalingPoint {
  readonly load: number
  readonly runs: readonly ScalingRun[]
}

/** The same where values have no order: hardware, engines. The first is what the others are compared with. */
export interface ScalingCategory {
  readonly label: string
  readonly runs: readonly ScalingRun[]
}
