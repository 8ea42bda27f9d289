import type { ErrorBounds } from './error-bounds.ts'
import type { CalibrationCitation, Distribution, Summary } from './summary.ts'

/** What a summary says of the instrument itself, from the workers' own accounts. */
export interface InstrumentFigures {
  readonly workers: number
  /** Of all workers' reads together (`distributionOfHistogramUs` of the merged histograms). */
  readonly readDelayUs: Distribution
  /** Of all workers' token events together. */
  readonly errorBoundUs: ErrorBounds
  /** User and system time of all workers over the whole run. */
  readonly cpuSeconds: number
  /** Of the largest worker. */
  readonly maxRssBytes: number
  readonly calibration: CalibrationCitation
}

/** What a summary says that isn't in the records. */
export interface SummaryContext {
  readonly tareVersion: string
  readonly runId: string
  readonly label: string | null
  readonly epochUnixNs: bigint
  readonly state: Summary['state']
  readonly target: Summary['target']
  readonly load: {
    readonly model: 'open' | 'closed' | 'unpaced' | 'mixed'
    readonly arrival: string | null
    readonly concurrency: number | null
    readonly requestedRatePerSecond: number | null
    /** Measured requests that the plan has; null when that depends on the server: then it is those sent. */
    readonly planned: number | null
  }
  readonly instrument: InstrumentFigures
}
