import { analyseCategories, analyseScaling, type ScalingOptions } from '../scaling/analyse-scaling.ts'
import type { ScalingPoint, ScalingRun } from '../scaling/scaling-point.ts'
import type { ScalingReport } from '../scaling/scaling-report.ts'
import { type Cell, cellsOf } from './cell-estimates.ts'
import type { CellRow, CellValue } from './cell-row.ts'

/** How a sweep scales along one of its axes, the others held where they are. */
export interface CellScaling {
  readonly axis: string
  /** The other axes' values. */
  readonly held: Readonly<Record<string, CellValue>>
  readonly report: ScalingReport
  /** What the report is made from; null where values have no order. */
  readonly points: readonly ScalingPoint[] | null
}

/** What is counted: requests, or output tokens. */
export type ScaledFigure = 'requests_per_s' | 'output_tokens_per_s'

/** What is loaded besides is no amount of what is measured: each of its values is compared with the first. */
const besides = 'background.'

/** Axes whose numbers are an amount of something that does the work, or of work that is asked for at once. */
const amounts = [
  'concurrency',
  'batch_size',
  'workers',
  'min_workers',
  'max_workers',
  'replicas',
  'instances',
]
const fewestPoints = 2

/**
 * Along every axis that something can scale with (concurrency, batch size, workers, instances, labels such as hardware), for each
 * combination of the others that was measured at two values at least; or along one that is named. Counts output tokens where they stream,
 * else requests, unless it is told. Runs whose throughput mustn't be believed are left out.
 */
export function scalingOfCells(
  rows: readonly CellRow[],
  figure: ScaledFigure = scaledFigure(rows),
  only?: string,
): readonly CellScaling[] {
  const cells = cellsOf(rows.filter((row) => row.status === 'measured' && !isInvalid(row, figure)))
  const names = Object.keys(cells[0]?.axes ?? {})
  const axes = names.filter((name) => (only === undefined ? scales(name) : name === only))
  return axes.flatMap((axis) => alongAxis(cells, axis, figure))
}

function scaledFigure(rows: readonly CellRow[]): ScaledFigure {
  return rows.some(({ output_tokens_per_s: rate }) => typeof rate === 'number' && rate > 0)
    ? 'output_tokens_per_s'
    : 'requests_per_s'
}

function isInvalid({ invalid_for: touched }: CellRow, figure: ScaledFigure): boolean {
  return (
    typeof touched === 'string' && touched.split(' ').some((metric) => metric === '*' || metric === figure)
  )
}

function scales(axis: string): boolean {
  if (axis.startsWith(besides)) return axis.startsWith(`${besides}load.`)
  return axis.startsWith('labels.') || amounts.includes(lastPart(axis))
}

function lastPart(axis: string): string {
  return axis.slice(axis.lastIndexOf('.') + 1)
}

function alongAxis(cells: readonly Cell[], axis: string, figure: ScaledFigure): readonly CellScaling[] {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const key = JSON.stringify(held(cell, axis))
    const others = groups.get(key)
    if (others === undefined) groups.set(key, [cell])
    else others.push(cell)
  }
  return Array.from(groups.values())
    .filter((group) => group.length >= fewestPoints)
    .map((group) => ({ axis, held: held(group[0]!, axis), ...analysed(group, axis, figure) }))
}

function held({ axes }: Cell, axis: string): Readonly<Record<string, CellValue>> {
  return Object.fromEntries(Object.entries(axes).filter(([name]) => name !== axis))
}

function analysed(
  cells: readonly Cell[],
  axis: string,
  figure: ScaledFigure,
): Pick<CellScaling, 'report' | 'points'> {
  const options: ScalingOptions = { axisName: axis, unit: figure === 'requests_per_s' ? 'req' : 'tok' }
  const runsOf = ({ rows }: Cell): readonly ScalingRun[] => rows.map((row) => scalingRun(row, figure))
  const values = cells.map(({ axes }) => axes[axis])
  if (axis.startsWith(besides) || !values.every((value) => typeof value === 'number')) {
    const categories = cells.map((cell) => ({ label: String(cell.axes[axis]), runs: runsOf(cell) }))
    return { report: analyseCategories(categories, options), points: null }
  }
  // Of queries: their requests wait for each other, so the interactive law doesn't hold of those.
  const alone = cells.every(({ rows }) => rows.every((row) => (numberOf(row.query_size) ?? 1) === 1))
  const kind = lastPart(axis) === 'concurrency' && alone ? 'concurrency' : 'quantity'
  const points = cells.map((cell) => ({ load: cell.axes[axis] as number, runs: runsOf(cell) }))
  return { report: analyseScaling(points, { ...options, kind }), points }
}

function scalingRun(row: CellRow, figure: ScaledFigure): ScalingRun {
  const responseMs = numberOf(row.e2e_mean_ms)
  return {
    throughput: numberOf(row[figure]) ?? Number.NaN,
    requestsPerSecond: numberOf(row.requests_per_s) ?? Number.NaN,
    responseSeconds: responseMs === null ? null : responseMs / 1e3,
    inFlight: numberOf(row.in_flight_mean) ?? Number.NaN,
    thinkSeconds: (numberOf(row.think_time_ms) ?? 0) / 1e3,
  }
}

function numberOf(value: CellValue | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
