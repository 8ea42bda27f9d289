import type { LogHistogram } from '../statistics/log-histogram.ts'
import type { WorkerStudy } from './worker-study.ts'

/** What a worker measures of itself, read by read. */
export interface InstrumentHistograms {
  /** Observed − arrived, of every read, in ns: what a user-space clock would have added. */
  readonly readDelay: LogHistogram
  /** Error bound of every token's arrival in measured replies (of the end of one in one piece), in ns, and in those of the warm-up. */
  readonly errorBound: LogHistogram
  readonly warmupErrorBound: LogHistogram
  /** Reads that brought at least one token event, and how many events those were. */
  readonly tokenReads: { count: number; events: number }
  /** In experiments: stamps every token event by the process's own clock too. */
  readonly study?: WorkerStudy
}
