import type { AbOptions } from '../../analysis/ab/ab-options.ts'
import type { Plan } from '../../plan/plan.ts'

/** One side of the experiment. */
export interface AbSide {
  /** As the user called it: a URL, a plan file. */
  readonly name: string
  readonly plan: Plan
}

/** What is to be measured, and how it is decided. */
export interface AbTask {
  readonly a: AbSide
  readonly b: AbSide
  readonly options: AbOptions
  /** So many blocks of A against itself, to see how often a difference shows; null: A against B until it is decided. */
  readonly aaBlocks: number | null
  /** No block is begun that would go beyond it; Infinity without a budget. */
  readonly budgetSeconds: number
  /** Whether plans and runs that aren't comparable are compared all the same. */
  readonly force: boolean
}
