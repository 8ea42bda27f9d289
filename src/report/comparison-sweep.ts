import type { CellComparison } from '../analysis/comparison/comparison.ts'
import type { MetricComparison } from '../analysis/comparison/metric-comparison.ts'
import { type MetricOverCells, overCells } from '../analysis/comparison/over-cells.ts'
import { comparisonGrid, type RowEnd, verdictEnd } from './comparison-grid.ts'
import { axisTitles, type ComparisonRow, cellRows, geomeanRow, overviewRow } from './comparison-rows.ts'
import { metricTitle, talliesInWords } from './comparison-words.ts'
import { renderNote } from './fact-line.ts'
import { createFootnotes } from './footnotes.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

/** With more cells than so only those are lines that differ. */
const mostCells = 12

/** Many cells: each metric over all of them, then a table a metric with a line a cell. */
export function renderCells(
  cells: readonly CellComparison[],
  { style, everyCell }: { readonly style: Style; readonly everyCell: boolean },
): readonly string[] {
  const compared = cells.filter(({ metrics }) => metrics.length > 0)
  if (compared.length === 0) return []
  const all = overCells(compared)
  const footnotes = createFootnotes()
  const end: RowEnd = (row, short) => verdictEnd(row, short) + footnotes.mark(row.comparison)
  const tables = all.map((over) => {
    const metric = { compared, over, isWhole: everyCell || compared.length <= mostCells }
    return ['', ...metricTable(metric, style, end)]
  })
  return [
    ...overview(all, compared, style),
    ...tables.flat(),
    ...footnotes.lines().flatMap((line) => renderNote(printable(line), style, 4)),
  ]
}

/** A line a metric: geometric means, and in how many cells it came out how. */
function overview(
  all: readonly MetricOverCells[],
  cells: readonly CellComparison[],
  style: Style,
): readonly string[] {
  const end: RowEnd = ({ labels }) => talliesInWords(metricIn(cells, labels[0]!))
  return [
    `  ${style.strong(`OVER ${cells.length} CELLS`)}  ${style.faint('geometric means')}`,
    ...comparisonGrid(all.map(overviewRow), { titles: [''], style, end, numeric: false }),
  ]
}

function metricIn(cells: readonly CellComparison[], name: string): readonly MetricComparison[] {
  return cells.flatMap(({ metrics }) => metrics.filter(({ metric }) => metric === name))
}

interface MetricOfCells {
  readonly compared: readonly CellComparison[]
  readonly over: MetricOverCells
  readonly isWhole: boolean
}

function metricTable(
  { compared, over, isWhole }: MetricOfCells,
  style: Style,
  end: RowEnd,
): readonly string[] {
  const rows = cellRows(over.metric, compared)
  const title = style.strong(metricTitle(over))
  if (rows.every(({ comparison }) => isNothing(comparison!))) {
    return [`  ${title}  ${style.faint('0 in every cell of both')}`]
  }
  const shown = isWhole ? rows : rows.filter(({ comparison }) => differs(comparison!))
  const hidden = rows.filter((row) => !shown.includes(row)).map(({ comparison }) => comparison!)
  if (shown.length === 0) return [`  ${title}  ${style.faint(talliesInWords(hidden))}`]
  const titles = axisTitles(compared)
  const mean = geomeanRow(
    over,
    titles.map((_, at) => (at === 0 ? 'geomean' : '')),
  )
  const lines: readonly ComparisonRow[] = mean === null ? shown : [...shown, mean]
  return [
    `  ${title}`,
    ...comparisonGrid(lines, { titles, style, end, numeric: true }),
    ...(hidden.length === 0 ? [] : [style.faint(`  and ${talliesInWords(hidden)}`)]),
  ]
}

function isNothing({ a, b }: MetricComparison): boolean {
  return a.value === 0 && b.value === 0
}

function differs({ verdict }: MetricComparison): boolean {
  return verdict === 'better' || verdict === 'worse'
}
