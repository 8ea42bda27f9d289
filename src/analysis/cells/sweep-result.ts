import type { ScalingReport } from '../scaling/scaling-report.ts'
import type { CellRow, CellValue } from './cell-row.ts'
import { type CellScaling, scalingOfCells } from './scaling-of-cells.ts'

/** What a run showed at one value of the axis. What can't be known of it is null. */
export interface AxisRun {
  readonly throughput_per_s: number | null
  readonly requests_per_s: number | null
  readonly response_s: number | null
  readonly in_flight: number | null
  readonly think_s: number
}

/** How a sweep scales along one axis, as files have it. */
export interface AxisScaling {
  readonly axis: string
  /** The other axes' values. */
  readonly held: Readonly<Record<string, CellValue>>
  readonly report: ScalingReport
  /** What the report is made from; null where values have no order. */
  readonly points: readonly { readonly load: number; readonly runs: readonly AxisRun[] }[] | null
}

/** A sweep's result for other programs: what `--format json` prints. schema/sweep-result.schema.json describes it. */
export interface SweepResult {
  readonly schema: 'tare.sweep-result/1'
  readonly folder: string
  readonly rows: readonly CellRow[]
  readonly scaling: readonly AxisScaling[]
}

/** The result of the sweep in a folder, from its rows. */
export function sweepResult(folder: string, rows: readonly CellRow[]): SweepResult {
  return { schema: 'tare.sweep-result/1', folder, rows, scaling: scalingOfCells(rows).map(axisScaling) }
}

/** A scaling as files have it. */
export function axisScaling({ axis, held, report, points }: CellScaling): AxisScaling {
  const known = (value: number): number | null => (Number.isFinite(value) ? value : null)
  const told = points?.map(({ load, runs }) => ({
    load,
    runs: runs.map((run) => ({
      throughput_per_s: known(run.throughput),
      requests_per_s: known(run.requestsPerSecond),
      response_s: run.responseSeconds,
      in_flight: known(run.inFlight),
      think_s: run.thinkSeconds,
    })),
  }))
  return { axis, held, report, points: told ?? null }
}
