import type { CheckResult } from '../metrics/summary.ts'
import type { Evidence } from './evidence.ts'

/** The groups of checks, in the order in which they are read. */
export const checkGroups = [
  'bookkeeping',
  'arrivals',
  'instrument',
  'steady state',
  'sample',
  'work done',
] as const
export type CheckGroup = (typeof checkGroups)[number]

/** What a check found: its line of the verdict, but for its id. */
export type Finding = Omit<CheckResult, 'id'>

/**
 * One reason for which a run may not be believed. A check is pure: it reads the evidence and gives its finding. It
 * gates on the size of an effect; a test of significance may only hold it back. `not_applicable` is for a run that the
 * question doesn't arise in, or that is too small for an answer: never for a check that failed to work.
 */
export interface Check {
  /** Names it in the verdict and in `tare explain`: `little-law`. */
  readonly id: string
  readonly group: CheckGroup
  readonly title: string
  /** What it tests, and what goes wrong when it fails: some sentences. */
  readonly tests: string
  /** The statistic and its thresholds, in the names of the artifacts' columns. */
  readonly formula: string
  /** Who proposed it, or whose fault it would have caught. */
  readonly source: string
  readonly judge: (evidence: Evidence) => Finding
}
