import type { CellRow } from '../../analysis/cells/cell-row.ts'
import type { PlannedCell } from '../../plan/expand-plan.ts'
import type { Progress } from '../../run/progress/progress.ts'

/** Told how a sweep comes along; what it throws ends the sweep. */
export interface SweepProgress {
  /** Somewhere to see the next run while it lasts; nowhere by default. */
  openRun?(): Progress
  /** `done` of the sweep's `runs` have a row already. */
  cellBegins?(cell: PlannedCell, place: { readonly done: number; readonly runs: number }): void
  /** The run's row is in the sweep's files by now. */
  cellEnded?(row: CellRow): void
}
