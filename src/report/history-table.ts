import { headlineMetrics } from '../analysis/comparison/compared-metric.ts'
import type { HistoryRow } from '../analysis/history/history-row.ts'
import { formatDecimal, noNumber } from './format-number.ts'
import { displayWidth, printable, truncate } from './printable.ts'
import type { Style } from './style.ts'

interface Column {
  readonly title: string
  readonly isNumber: boolean
  readonly text: (row: HistoryRow) => string
}

/** Columns that figures have to themselves in a list: the commonest of the headline. */
const mostFigures = 6
const longestText = 24

/**
 * Runs of a history, one a line in the order given. A column that is empty in all of them isn't shown. Which scenario and machine a
 * run is of stands in the line only where there are several, and what each is below the table.
 */
export function renderHistoryTable(rows: readonly HistoryRow[], style: Style): readonly string[] {
  const columns = columnsFor(rows)
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ text }) => text(row))),
  ]
  const encoded = lines.map((line) => line.map(style.encode))
  const widths = columns.map((_, at) => Math.max(...encoded.map((line) => displayWidth(line[at]!))))
  const [head, ...body] = encoded.map((line, place) => {
    const cells = line.map((text, at) => {
      const room = ' '.repeat(widths[at]! - displayWidth(text))
      const padded = columns[at]!.isNumber ? room + text : text + room
      return place > 0 && columns[at]!.title === 'verdict' ? painted(padded, style) : padded
    })
    return `  ${cells.join('  ')}`.trimEnd()
  })
  return [style.faint(head!), ...body, ...legend(rows).map((line) => style.faint(style.encode(line)))]
}

function columnsFor(rows: readonly HistoryRow[]): readonly Column[] {
  const some = (read: (row: HistoryRow) => string | null): boolean => rows.some((row) => read(row) !== null)
  const text = (title: string, read: (row: HistoryRow) => string | null): readonly Column[] =>
    some(read) ? [{ title, isNumber: false, text: (row) => shown(read(row)) }] : []
  const figures = headlineMetrics
    .filter((name) => rows.some(({ metrics }) => (metrics[name] ?? null) !== null))
    .slice(0, mostFigures)
  return [
    { title: 'run', isNumber: false, text: ({ run_id }) => run_id },
    ...text('label', ({ label }) => label),
    ...text('branch', ({ branch }) => branch),
    ...text('commit', ({ commit }) => commit?.slice(0, 7) ?? null),
    ...(several(rows, 'scenario') ? text('scenario', ({ scenario }) => scenario.slice(0, 6)) : []),
    ...(several(rows, 'machine') ? text('machine', ({ machine }) => machine.slice(0, 6)) : []),
    ...text('cell', ({ cell }) => cell),
    ...text('verdict', ({ verdict }) => verdict),
    ...figures.map((name): Column => ({ title: name, isNumber: true, text: (row) => figure(row, name) })),
  ]
}

function shown(text: string | null): string {
  return text === null ? noNumber : truncate(printable(text), longestText)
}

function figure({ metrics }: HistoryRow, name: string): string {
  const value = metrics[name] ?? null
  if (value === null) return noNumber
  if (name === 'goodput' || name === 'error_rate') return `${formatDecimal(100 * value)} %`
  return formatDecimal(value)
}

function painted(verdict: string, style: Style): string {
  switch (verdict.trim()) {
    case 'VALID':
      return style.good(verdict)
    case 'INVALID':
      return style.bad(verdict)
    default:
      return style.warn(verdict)
  }
}

function several(rows: readonly HistoryRow[], key: 'scenario' | 'machine'): boolean {
  return new Set(rows.map((row) => row[key])).size > 1
}

function legend(rows: readonly HistoryRow[]): readonly string[] {
  return (['scenario', 'machine'] as const).flatMap((key) => {
    const words = new Map(rows.map((row) => [row[key], row[`${key}_in_words`]]))
    return Array.from(words, ([id, inWords]) => `  ${key} ${id.slice(0, 6)}: ${printable(inWords)}`)
  })
}
