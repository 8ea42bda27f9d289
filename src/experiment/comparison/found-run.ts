import type { ComparedRun } from '../../analysis/comparison/compared-run.ts'

/** A run folder, and what a sweep says of it. */
export interface FoundRun {
  readonly path: string
  /** Its cell's name and axes; null and none where it is of no sweep. */
  readonly cell: string | null
  readonly axes: ComparedRun['axes']
  /** What its server was read back to have. */
  readonly serverSettings: ComparedRun['facts']['serverSettings']
}

export interface FoundRuns {
  readonly found: readonly FoundRun[]
  /** Runs that a sweep should have and hasn't, in sentences without their full stops. */
  readonly missing: readonly string[]
}
