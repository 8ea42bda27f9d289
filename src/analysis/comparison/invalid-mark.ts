import type { MetricComparison } from './metric-comparison.ts'

const beginning = 'INVALID by '

/** A comparison that failed checks of its runs touch, marked in its note. Without any it stays as it is. */
export function withInvalidMark(comparison: MetricComparison, checks: readonly string[]): MetricComparison {
  if (checks.length === 0) return comparison
  const mark = beginning + checks.join(', ')
  return { ...comparison, note: comparison.note === null ? mark : `${mark}; ${comparison.note}` }
}

/** Whether failed checks touch the figures of a comparison: it is there by force. */
export function isInvalid({ note }: MetricComparison): boolean {
  return note?.startsWith(beginning) === true
}
