import { spearman } from './spearman.ts'

export interface LagOneCorrelation {
  /** Spearman's correlation between each value and the next; NaN when there is no variation. */
  readonly rho: number
  /** rho · √(pairs − 1): standard normal, for many pairs, when the values are independent. */
  readonly z: number
}

/**
 * Whether each value of a sequence depends on the one before it. For gaps between arrivals this catches what their
 * distribution can't show: workers that share a seed send every gap once each, in a row.
 */
export function lagOneCorrelation(values: Float64Array): LagOneCorrelation {
  const pairs = Math.max(0, values.length - 1)
  const rho = spearman(values.subarray(0, pairs), values.subarray(1))
  return { rho, z: rho * Math.sqrt(pairs - 1) }
}
