import type { GateResult } from '../../analysis/gate/gate-report.ts'
import type { Revision } from './git-bisect.ts'

/** What became of one revision. */
export interface JudgedRevision {
  readonly revision: Revision
  readonly verdict: 'good' | 'bad' | 'skip'
  /** Why it was skipped; null when it wasn't. */
  readonly why: string | null
  readonly runs: number
  /** Against the good revision; none of that itself, and of what couldn't be measured. */
  readonly gates: readonly GateResult[]
}

export interface BisectReport {
  /** Null when only skipped revisions were left: then it is one of `among`. */
  readonly firstBad: JudgedRevision | null
  readonly among: readonly Revision[]
  readonly good: JudgedRevision
  readonly bad: JudgedRevision
  /** Those between, in the order in which they were measured. */
  readonly between: readonly JudgedRevision[]
  /** Runs that were made, those that were INVALID too. */
  readonly runs: number
  /** Where runs and logs are. */
  readonly folder: string
}
