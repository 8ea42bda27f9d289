/** What one run showed at one value of the axis along which something is scaled. */
export interface ScalingRun {
  /** Per second, of whatever is scaled: ok requests, or output tokens. */
  readonly throughput: number
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
