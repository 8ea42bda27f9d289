import { moments } from '../../statistics/moments.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import { axisPrefix, type CellRow, type CellValue } from './cell-row.ts'

const fewestRuns = 3

/** A figure of a cell over its runs. */
export interface CellEstimate {
  /** Geometric mean; null when no run has the figure. */
  readonly value: number | null
  /** 95 % interval of what further runs would give on average, by Student's t on the logarithm; null of fewer than three runs: two hardly bound it. */
  readonly ci95: readonly [low: number, high: number] | null
  /** How many runs have it. */
  readonly runs: number
}

/** All runs of a cell. */
export interface Cell {
  readonly cell: string
  readonly axes: Readonly<Record<string, CellValue>>
  readonly rows: readonly CellRow[]
}

/** The cells of a sweep, by their axes' values in ascending order, whatever the order of running was. */
export function cellsOf(rows: readonly CellRow[]): readonly Cell[] {
  const byCell = new Map<string, CellRow[]>()
  for (const row of rows) {
    const cell = String(row.cell)
    const others = byCell.get(cell)
    if (others === undefined) byCell.set(cell, [row])
    else others.push(row)
  }
  return Array.from(byCell, ([cell, own]) => ({ cell, axes: axesOf(own[0]!), rows: own })).sort(byAxes)
}

function axesOf(row: CellRow): Readonly<Record<string, CellValue>> {
  const axes = Object.entries(row).filter(([name]) => name.startsWith(axisPrefix))
  return Object.fromEntries(axes.map(([name, value]) => [name.slice(axisPrefix.length), value]))
}

function byAxes(a: Cell, b: Cell): number {
  for (const name of Object.keys(a.axes)) {
    const order = compare(a.axes[name] ?? null, b.axes[name] ?? null)
    if (order !== 0) return order
  }
  return 0
}

function compare(a: CellValue, b: CellValue): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a).localeCompare(String(b), 'en', { numeric: true })
}

/**
 * A figure of a cell over its runs. The unit is the run: runs differ by more than their own intervals say. Figures that can be 0
 * (rates of errors) have an arithmetic mean and no interval.
 */
export function cellEstimate({ rows }: Cell, figure: string): CellEstimate {
  const values = rows.flatMap((row) => {
    const value = row[figure]
    return typeof value === 'number' && Number.isFinite(value) ? [value] : []
  })
  const runs = values.length
  if (runs === 0) return { value: null, ci95: null, runs }
  if (values.some((value) => value <= 0)) {
    return { value: moments(Float64Array.from(values)).mean, ci95: null, runs }
  }
  const { mean, sd } = moments(Float64Array.from(values, Math.log))
  if (runs < fewestRuns) return { value: Math.exp(mean), ci95: null, runs }
  const half = (studentTQuantile(0.975, runs - 1) * sd) / Math.sqrt(runs)
  return { value: Math.exp(mean), ci95: [Math.exp(mean - half), Math.exp(mean + half)], runs }
}
