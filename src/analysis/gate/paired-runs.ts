import type { ComparedRun } from '../comparison/compared-run.ts'

/** Runs of A and B that were made one after the other, under the same seed: a gate compares them in pairs. */
export interface PairedRuns {
  readonly blocks: readonly { readonly a: ComparedRun; readonly b: ComparedRun }[]
  /** Two-sided, over all gates: less than 5 % where the figures themselves said when there were enough blocks. */
  readonly alpha: number
  /** So many blocks failed that there were no more: nothing can be said of what they would have shown. */
  readonly isLost: boolean
}
