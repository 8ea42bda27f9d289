import { axisWord } from '../analysis/cells/axis-word.ts'
import type { CellComparison } from '../analysis/comparison/comparison.ts'
import type { MetricComparison } from '../analysis/comparison/metric-comparison.ts'
import type { MetricOverCells } from '../analysis/comparison/over-cells.ts'
import { changeText, plainChangeText, sideText } from './comparison-words.ts'
import { formatDecimal, noNumber } from './format-number.ts'
import { printable } from './printable.ts'

/** A line of a table of comparisons: its labels (metric, or a cell's axes), figures, and what is said of it. */
export interface ComparisonRow {
  readonly labels: readonly string[]
  readonly a: string
  readonly b: string
  readonly change: string
  /** Null of a row of means. */
  readonly comparison: MetricComparison | null
}

export function metricRow(comparison: MetricComparison, label: string = comparison.metric): ComparisonRow {
  return rowOf([label], comparison)
}

function rowOf(labels: readonly string[], comparison: MetricComparison): ComparisonRow {
  return {
    labels,
    a: sideText(comparison.a, comparison),
    b: sideText(comparison.b, comparison),
    change: changeText(comparison),
    comparison,
  }
}

/** What heads the labels of cells: the last words of their axes. */
export function axisTitles(cells: readonly CellComparison[]): readonly string[] {
  return Object.keys(cells[0]?.axes ?? {}).map((name) => printable(axisWord(name)))
}

/** A row a cell that has the metric. */
export function cellRows(metric: string, cells: readonly CellComparison[]): readonly ComparisonRow[] {
  return cells.flatMap(({ axes, metrics }) => {
    const comparison = metrics.find((each) => each.metric === metric)
    const labels = Object.values(axes).map((value) => printable(String(value)))
    return comparison === undefined ? [] : [rowOf(labels, comparison)]
  })
}

/** Geometric means over the cells, as benchstat has them; null where there are none, or of one cell. */
export function geomeanRow({ geomean }: MetricOverCells, labels: readonly string[]): ComparisonRow | null {
  if (geomean === null || geomean.cells < 2) return null
  return {
    labels,
    a: formatDecimal(geomean.a),
    b: formatDecimal(geomean.b),
    change: plainChangeText(geomean.change),
    comparison: null,
  }
}

/** One metric over all cells: means, and in how many cells it came out how. */
export function overviewRow(over: MetricOverCells): ComparisonRow {
  const { geomean, metric } = over
  return {
    labels: [metric],
    a: geomean === null ? noNumber : formatDecimal(geomean.a),
    b: geomean === null ? noNumber : formatDecimal(geomean.b),
    change: geomean === null ? noNumber : plainChangeText(geomean.change),
    comparison: null,
  }
}
