import { benjaminiHochberg } from '../../statistics/benjamini-hochberg.ts'
import type { MetricComparison } from './metric-comparison.ts'

/** p of each comparison that has one, adjusted for how many these are (Benjamini and Hochberg): what is below 0.05 is falsely shown in a share of 5 % at most. */
export function adjustedP(all: readonly MetricComparison[]): ReadonlyMap<MetricComparison, number> {
  const tested = all.filter(({ p }) => p !== null)
  const adjusted = benjaminiHochberg(tested.map(({ p }) => p!))
  return new Map(tested.map((comparison, at) => [comparison, adjusted[at]!]))
}
