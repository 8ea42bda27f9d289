import type { Interval } from '../statistics/interval.ts'

/** A quantile of a run's values, whether it may be shown or not: that its interval says. */
export interface QuantileFigure {
  readonly p: number
  /** NaN without values. */
  readonly value: number
  readonly interval: Interval
}
