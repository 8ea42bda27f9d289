import type { Measurements } from '../../../metrics/summary.ts'

/**
 * The periods between successive samples that lie in the measured window, or reach into it: each by the position of the
 * sample that ends it. Periods without length, or whose times aren't known, are left out.
 */
export function windowPeriods(atNs: Float64Array, window: Measurements['window']): readonly number[] {
  const periods: number[] = []
  for (let i = 1; i < atNs.length; i++) {
    const [fromNs, toNs] = [atNs[i - 1]!, atNs[i]!]
    if (toNs > fromNs && toNs > window.start_ns && fromNs < window.end_ns) periods.push(i)
  }
  return periods
}

/** By how much a cumulative figure grew in the period that ends with sample `i`. */
export function growth(values: Float64Array, i: number): number {
  return values[i]! - values[i - 1]!
}

/** Growth of a cumulative figure over all these periods; NaN when one of them doesn't know. */
export function totalGrowth(values: Float64Array, periods: readonly number[]): number {
  return periods.reduce((sum, i) => sum + growth(values, i), 0)
}
