import type { LogHistogram } from '../statistics/log-histogram.ts'

/** What a worker measures of itself, read by read. */
export interface InstrumentHistograms {
  /** Observed − arrived, of every read, in ns: what a user-space clock would have added. */
  readonly readDelay: LogHistogram
  /** Error bound of every token's arrival, in ns. */
  readonly errorBound: LogHistogram
}
