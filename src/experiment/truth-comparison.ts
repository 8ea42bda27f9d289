import type { Distribution } from '../metrics/summary.ts'

/** How values in nanoseconds lie. Of none, all but n are NaN. Quantiles are exact (type 7). */
export interface NsFigures {
  readonly n: number
  readonly mean: number
  readonly min: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p99_9: number
  readonly max: number
}

/** What a run's latencies are by one clock, in ms, of measured ok requests; metrics/definitions says what each is. */
export interface LatencyFigures {
  readonly ttft: Distribution
  readonly itl: Distribution
  readonly tpot: Distribution
  readonly ntpot: Distribution
}

/** One clock's account of the run. */
export interface ClockComparison {
  /**
   * Recorded − `token_ns`, the sender's reading right before the write. The token was really handed over between that
   * and `token_after_ns`, so an error is uncertain by `senderWriteNs` of its token; on loopback the kernel's stamp is
   * made during the write.
   */
  readonly errorNs: NsFigures
  /** How far recorded lies outside [`token_ns`, `token_after_ns`]: what no choice of the true moment explains. */
  readonly outsideWriteNs: NsFigures
  readonly latencyMs: LatencyFigures
}

/** n, mean and second moment, as queueing formulas want them. Means of none are NaN. */
export interface RawMoments {
  readonly n: number
  readonly mean: number
  /** Mean of the squares. */
  readonly secondMoment: number
}

/** The client as a queue, over the measured window, all workers together. */
export interface ClientQueue {
  /** Token events a second that reach one worker. */
  readonly eventsPerSecondPerWorker: number
  /**
   * From the start of one event's handling to the start of the next, where the next was waiting by then: all that an
   * event takes, reading and its share of the loop included. In ns and ns².
   */
  readonly serviceNs: RawMoments
  /** From arrival to the start of handling, of events that came when nothing was being handled: waking up, and the read. */
  readonly wakeNs: RawMoments
  /** Token events that the server meant to leave together (due within 1 us) and that came to the same worker. */
  readonly batchEvents: RawMoments
  /** Token events handled in one turn of the loop, of turns with any. */
  readonly turnEvents: RawMoments
  /**
   * From arrival to the start of handling of each token event. The arrival is the kernel's stamp, held to the time of
   * the sender's write: of several tokens in one read all have the stamp of the last.
   */
  readonly waitNs: NsFigures
  /** Means of `waitNs` in the first and in the second half of the window: they drift apart when the client is overloaded. */
  readonly waitByHalfNs: readonly [first: number, second: number]
  /**
   * Mean wait of a first-in-first-out queue fed with the very arrivals that were measured, whose service and waking
   * times are drawn with the moments above: what is left when no law of arrivals is assumed.
   */
  readonly replayedWaitNs: number
}

/** A run against the simulator, held against the simulator's truth log. Everything is of the measured window. */
export interface TruthComparison {
  /** Path of the run folder, as `tare run` leaves it, with records-user.parquet and study.json beside the rest. */
  readonly runFolder: string
  /** Stamps by the kernel ('user' in name only where `timestampSource` is 'user'). */
  readonly kernel: ClockComparison
  /** Stamps of the same token events by the process, when it got to them. */
  readonly user: ClockComparison
  /** The same latencies, from the same sends, with the sender's own times. */
  readonly truthMs: LatencyFigures
  readonly timestampSource: string
  /** Token events compared, over all ok requests; and requests that failed or couldn't be matched. */
  readonly tokens: number
  readonly requests: number
  readonly failedRequests: number
  readonly unmatchedRequests: number
  /** Time that the sender's write took: the uncertainty of the truth itself. */
  readonly senderWriteNs: NsFigures
  /** The sender's own lateness: write − due. Not the client's doing, and in no error above. */
  readonly simulatorLatenessNs: NsFigures
  /** Achieved, in the window. */
  readonly tokensPerSecond: number
  readonly requestsPerSecond: number
  /** Requests in flight, mean over the window. */
  readonly streams: number
  readonly workers: number
  /** Processor time of one worker over elapsed time, mean of the workers. */
  readonly clientCpuCoresPerWorker: number
  readonly client: ClientQueue
}
