import type { DecileShift } from './decile-shift.ts'
import type { MetricComparison } from './metric-comparison.ts'

/** Why two sides aren't comparable, or only with care. `refuse` stands in the way unless forced. */
export interface ComparabilityNote {
  /** 'load-model', 'workload', 'output-length', 'machine', 'tare-version', 'server', 'invalid-run', 'calibration', 'unreadable-run', 'order' … */
  readonly id: string
  readonly severity: 'refuse' | 'warn'
  /** A sentence without its full stop. */
  readonly message: string
}

/** One cell of both sides; all of a side's runs where it is no sweep. */
export interface CellComparison {
  /** `batch_size=4,concurrency=8`; null where there are no cells. */
  readonly cell: string | null
  readonly axes: Readonly<Record<string, string | number | boolean>>
  readonly notes: readonly ComparabilityNote[]
  readonly metrics: readonly MetricComparison[]
  /** How a whole distribution moved; only where that was asked for. */
  readonly deciles?: DecileShift
}

/** B against A. */
export interface Comparison {
  readonly a: string
  readonly b: string
  readonly forced: boolean
  readonly notes: readonly ComparabilityNote[]
  readonly cells: readonly CellComparison[]
  /** Cells that only B has, and that only A has. */
  readonly newCells: readonly string[]
  readonly vanishedCells: readonly string[]
}
