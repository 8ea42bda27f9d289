import type { ComparabilityNote } from '../comparison/comparison.ts'
import type { AbOptions } from './ab-options.ts'
import type { AbAssessment, AbMetric } from './assess-blocks.ts'
import type { BlockRow } from './block-row.ts'
import type { FalseAlarms } from './false-alarms.ts'

/** Why an experiment ended; after the last four it can be gone on with. */
export type AbEnd =
  | 'decided'
  | 'out_of_blocks'
  | 'no_figures'
  | 'aa_complete'
  | 'out_of_budget'
  | 'lost_blocks'
  | 'interrupted'

/** What an A/B experiment left, or one of A against itself. */
export interface AbReport {
  readonly a: string
  readonly b: string
  readonly options: AbOptions
  readonly end: AbEnd
  /** Attempts at blocks, in order. */
  readonly blocks: readonly BlockRow[]
  /** Null of A against itself. */
  readonly decision: AbDecision | null
  /** Null of A against B. */
  readonly falseAlarms: FalseAlarms | null
  /** What of the runs doesn't compare, or only with care. */
  readonly notes: readonly ComparabilityNote[]
  /** Whether what mustn't be compared is compared all the same. */
  readonly forced: boolean
}

export interface AbDecision {
  readonly assessment: AbAssessment
  /** Those that it is decided on, and then every other that there is to see. */
  readonly metrics: readonly AbMetric[]
}

/** What the experiment says: `not_comparable` before anything that its figures say. */
export type AbOutcome = 'difference' | 'no_difference' | 'cant_tell' | 'not_comparable'

/** The experiment's answer, by its decision metrics alone; null of A against itself. */
export function outcomeOf({ decision, notes, forced }: AbReport): AbOutcome | null {
  if (decision === null) return null
  if (!forced && notes.some(({ severity }) => severity === 'refuse')) return 'not_comparable'
  const verdicts = decision.assessment.metrics.map(({ comparison }) => comparison.verdict)
  if (verdicts.some((verdict) => verdict === 'better' || verdict === 'worse')) return 'difference'
  return verdicts.every((verdict) => verdict === 'no_difference_shown') ? 'no_difference' : 'cant_tell'
}
