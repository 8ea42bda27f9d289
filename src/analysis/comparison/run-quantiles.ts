import type { Ci95 } from '../../metrics/summary.ts'

/** A quantile of one latency of a run; null where it has none: not measured, or not resolvable, in a run that is its side's only one. */
export interface RunQuantile {
  readonly p: number
  /** In ms. */
  readonly value: number | null
  /** 95 % interval within the run; null where that doesn't resolve it. */
  readonly ci95: Ci95
}

/** Where distributions are compared: the deciles, and what of the tail runs resolve. */
export const shiftProbabilities: readonly number[] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99]
