import type { Summary } from '../../metrics/summary.ts'

/** A run of A and one of B, one right after the other, with the same seeds. */
export interface MeasuredBlock {
  readonly a: Summary
  readonly b: Summary
}
