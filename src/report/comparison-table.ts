import type { Comparison } from '../analysis/comparison/comparison.ts'
import type { MetricComparison } from '../analysis/comparison/metric-comparison.ts'
import { comparisonGrid, type RowEnd, verdictEnd } from './comparison-grid.ts'
import { comparisonLegend, luckInWords } from './comparison-legend.ts'
import { renderComparisonNotes, toldNotes } from './comparison-notes.ts'
import { metricRow } from './comparison-rows.ts'
import { renderCells } from './comparison-sweep.ts'
import { renderDecileShift } from './decile-shift.ts'
import { renderNote } from './fact-line.ts'
import { createFootnotes, remarksOf } from './footnotes.ts'
import { printable, truncate, wrap } from './printable.ts'
import { reportWidth } from './report-width.ts'
import type { Style } from './style.ts'

export interface ComparisonTableOptions {
  readonly style: Style
  /** Whether every cell has its line, however many there are. */
  readonly everyCell: boolean
}

/** B against A for a terminal: whose figures, a line a metric or a table a metric of many cells, and what to mind. */
export function comparisonTable(comparison: Comparison, options: ComparisonTableOptions): string {
  const { style } = options
  const notes = toldNotes(comparison)
  const metrics = comparison.cells.flatMap((cell) => cell.metrics)
  const luck = luckInWords(comparison)
  const blocks = [
    heading(comparison, style),
    renderComparisonNotes(
      notes.filter(({ severity }) => severity === 'refuse'),
      style,
    ),
    comparison.cells.length > 1
      ? renderCells(comparison.cells, options)
      : renderMetrics(comparison.cells[0]?.metrics ?? [], style),
    cellsOfOneSide(comparison, style),
    ...comparison.cells.map(({ cell, deciles }) =>
      deciles === undefined ? [] : renderDecileShift(deciles, cell, style),
    ),
    [...(luck === null ? [] : renderNote(luck, style)), ...renderNote(comparisonLegend(metrics), style)],
    renderComparisonNotes(
      notes.filter(({ severity }) => severity === 'warn'),
      style,
    ),
  ]
  const filled = blocks.filter((block) => block.length > 0)
  return style.encode(filled.map((block) => block.map((line) => `${line.trimEnd()}\n`).join('')).join('\n'))
}

function heading(comparison: Comparison, style: Style): readonly string[] {
  const { a, b, forced } = comparison
  const width = reportWidth(style) - 20
  const side = (letter: 'a' | 'b', name: string): string =>
    `  ${style.strong(letter.toUpperCase())}  ${truncate(printable(name), width)}${style.faint(runsOf(comparison, letter))}`
  return [
    ...(forced ? [style.bad(`${style.strong('FORCED')}  the two aren’t comparable: see below`)] : []),
    `${style.strong('COMPARE')}  B against A`,
    side('a', a),
    side('b', b),
  ]
}

/** `  5 runs`, where all cells have as many. */
function runsOf({ cells }: Comparison, side: 'a' | 'b'): string {
  const counts = new Set(cells.flatMap(({ metrics }) => metrics.slice(0, 1).map((metric) => metric[side].of)))
  const [count] = counts
  if (count === undefined || counts.size > 1) return ''
  return `  ${count} ${count === 1 ? 'run' : 'runs'}${cells.length > 1 ? ' a cell' : ''}`
}

/** The metrics of one cell, a line each, remarks below. What all of them have isn't marked. */
function renderMetrics(metrics: readonly MetricComparison[], style: Style): readonly string[] {
  if (metrics.length === 0) return []
  const footnotes = createFootnotes()
  const common = metrics.length > 1 && metrics.every(({ note }) => note === metrics[0]!.note)
  const marks = new Map(metrics.map((metric) => [metric, common ? '' : footnotes.mark(metric)]))
  const end: RowEnd = (row, short) => verdictEnd(row, short) + (marks.get(row.comparison!) ?? '')
  const rows = metrics.map((metric) => metricRow(metric))
  const remarks = common ? metrics.slice(0, 1).flatMap(remarksOf) : footnotes.lines()
  return [
    ...comparisonGrid(rows, { titles: [''], style, end, numeric: false }),
    ...remarks.flatMap((remark) => renderNote(printable(remark), style, 4)),
  ]
}

const mostNamed = 6

function cellsOfOneSide({ newCells, vanishedCells }: Comparison, style: Style): readonly string[] {
  const told: readonly (readonly [string, readonly string[]])[] = [
    ['in B only', newCells],
    ['in A only', vanishedCells],
  ]
  return told.flatMap(([where, names]) => {
    if (names.length === 0) return []
    const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
    const text = `${names.length === 1 ? 'a cell is' : `${names.length} cells are`} ${where}: ${names.slice(0, mostNamed).join(' · ')}${more}`
    return wrap(style.encode(printable(text)), reportWidth(style) - 4).map(
      (line, at) => `  ${at === 0 ? style.warn('?') : ' '} ${line}`,
    )
  })
}
