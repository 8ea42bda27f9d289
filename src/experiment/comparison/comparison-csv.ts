import type { CellComparison, Comparison } from '../../analysis/comparison/comparison.ts'
import type { MetricComparison } from '../../analysis/comparison/metric-comparison.ts'
import { csvField } from '../../record/csv-field.ts'

type Value = string | number | boolean | null

interface Row {
  readonly comparison: Comparison
  readonly cell: CellComparison
  readonly metric: MetricComparison
}

const columns: readonly (readonly [name: string, read: (row: Row) => Value])[] = [
  ['a', ({ comparison }) => comparison.a],
  ['b', ({ comparison }) => comparison.b],
  ['forced', ({ comparison }) => comparison.forced],
  ['cell', ({ cell }) => cell.cell],
  ['metric', ({ metric }) => metric.metric],
  ['unit', ({ metric }) => metric.unit],
  ['a_value', ({ metric }) => metric.a.value],
  ['a_low', ({ metric }) => metric.a.ci95?.[0] ?? null],
  ['a_high', ({ metric }) => metric.a.ci95?.[1] ?? null],
  ['a_runs', ({ metric }) => metric.a.runs],
  ['b_value', ({ metric }) => metric.b.value],
  ['b_low', ({ metric }) => metric.b.ci95?.[0] ?? null],
  ['b_high', ({ metric }) => metric.b.ci95?.[1] ?? null],
  ['b_runs', ({ metric }) => metric.b.runs],
  ['change', ({ metric }) => metric.change],
  ['change_low', ({ metric }) => metric.changeCi95?.[0] ?? null],
  ['change_high', ({ metric }) => metric.changeCi95?.[1] ?? null],
  ['p', ({ metric }) => metric.p],
  ['smallest_shown', ({ metric }) => metric.smallestShown],
  ['verdict', ({ metric }) => metric.verdict],
  ['runs_needed', ({ metric }) => metric.runsNeeded],
  ['variation', ({ metric }) => metric.variation],
  ['note', ({ metric }) => metric.note],
  ['warnings', ({ comparison, cell }) => [...comparison.notes, ...cell.notes].map(({ id }) => id).join(' ')],
]

/** A row a comparison, cell and metric, with the axes of the cells as columns; RFC 4180, with a header. */
export function comparisonCsv(comparisons: readonly Comparison[]): string {
  const axes = [
    ...new Set(comparisons.flatMap(({ cells }) => cells.flatMap((cell) => Object.keys(cell.axes)))),
  ]
  const all: typeof columns = [
    ...columns,
    ...axes.map((name) => [`axis.${name}`, ({ cell }: Row) => cell.axes[name] ?? null] as const),
  ]
  const rows = comparisons.flatMap((comparison) =>
    comparison.cells.flatMap((cell) => cell.metrics.map((metric): Row => ({ comparison, cell, metric }))),
  )
  const lines = rows.map((row) => all.map(([, read]) => csvField(read(row))).join(','))
  return [all.map(([name]) => csvField(name)).join(','), ...lines, ''].join('\r\n')
}
