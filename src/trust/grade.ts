import type { CheckStatus } from '../metrics/summary.ts'

/** Where a statistic, the larger the worse, stops being harmless; null where it never is invalid. */
export interface Thresholds {
  readonly suspect: number
  readonly invalid: number | null
}

/** The status of a statistic, and the threshold that it crossed or, when it crossed none, the nearest. */
export function grade(
  statistic: number,
  { suspect, invalid }: Thresholds,
): { readonly status: CheckStatus; readonly threshold: number } {
  if (invalid !== null && statistic > invalid) return { status: 'invalid', threshold: invalid }
  return { status: statistic > suspect ? 'suspect' : 'ok', threshold: suspect }
}
