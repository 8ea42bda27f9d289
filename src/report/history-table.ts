import { headlineMetrics } from '../analysis/comparison/compared-metric.ts'
import { type HistoryRow, hasName } from '../analysis/history/history-row.ts'
import { formatDecimal, formatQuantity, noNumber } from './format-number.ts'
import { displayWidth, printable, truncate, wrap } from './printable.ts'
import type { Style } from './style.ts'

interface Column {
  readonly title: string
  readonly isNumber: boolean
  readonly text: (row: HistoryRow) => string
  readonly paint?: (text: string, style: Style) => string
}

/** What is said once where all have it in common. */
const commonFacts = ['label', 'branch', 'cell'] as const
type CommonFact = (typeof commonFacts)[number]

const longestText = 24

/** A column's texts, its title first, all as wide as the widest. */
type Filled = readonly string[]

/**
 * Runs of a history, one a line in the order given. A column that is empty in all of them isn't shown; what several have in common stands
 * below, once. Which scenario and machine a run is of stands in the line only where there are several, and what each is below. Of the
 * headline's figures there are as many as the terminal has room for.
 */
export function renderHistoryTable(rows: readonly HistoryRow[], style: Style): readonly string[] {
  const facts = factColumns(rows).map((column) => filled(column, rows, style))
  const figures = figureColumns(rows).map((column) => filled(column, rows, style))
  const room = roomFor(figures, style.columns - lineWidth(facts))
  const shownFigures = figures.slice(0, room)
  const columns = [...facts, ...shownFigures]
  const [head, ...body] = ['', ...rows].map((_, at) =>
    `  ${columns.map((column) => column[at]!).join('  ')}`.trimEnd(),
  )
  const notes = [...legend(rows), ...unresolvedNote(shownFigures), ...leftOut(figures.length - room)].flatMap(
    (note) =>
      wrap(style.encode(note), Math.max(leastWidth, style.columns) - 4).map(
        (line, at) => `${at === 0 ? '  ' : '    '}${line}`,
      ),
  )
  return [style.faint(head!), ...body, ...notes.map((line) => style.faint(line))]
}

/** Narrower than this, lines are left to the terminal to wrap. */
const leastWidth = 40

function filled({ title, isNumber, text, paint }: Column, rows: readonly HistoryRow[], style: Style): Filled {
  const texts = [title, ...rows.map(text)].map(style.encode)
  const widths = texts.map(displayWidth)
  const width = widths.reduce((most, each) => Math.max(most, each), 0)
  return texts.map((each, at) => {
    const space = ' '.repeat(width - widths[at]!)
    const padded = isNumber ? space + each : each + space
    return at > 0 && paint !== undefined ? paint(padded, style) : padded
  })
}

/** How many of the figures fit into the columns that are left: one at least. */
function roomFor(figures: readonly Filled[], columns: number): number {
  let count = 0
  for (let left = columns; count < figures.length; count++) {
    left -= 2 + displayWidth(figures[count]![0]!)
    if (left < 0) break
  }
  return Math.max(Math.min(1, figures.length), count)
}

function lineWidth(columns: readonly Filled[]): number {
  return columns.reduce((sum, [title]) => sum + 2 + displayWidth(title!), 0)
}

function factColumns(rows: readonly HistoryRow[]): readonly Column[] {
  const fact = (title: string, read: (row: HistoryRow) => string | null): readonly Column[] =>
    rows.some((row) => read(row) !== null)
      ? [{ title, isNumber: false, text: (row) => shown(read(row)) }]
      : []
  const varying = (title: CommonFact, read: (row: HistoryRow) => string | null) =>
    rows.length > 1 && !several(rows, title) ? [] : fact(title, read)
  return [
    { title: 'run', isNumber: false, text: ({ run_id }) => run_id },
    ...varying('label', ({ label }) => label),
    ...varying('branch', ({ branch }) => branch),
    ...fact('commit', ({ commit }) => commit?.slice(0, 7) ?? null),
    ...(several(rows, 'scenario') ? fact('scenario', ({ scenario }) => scenario.slice(0, 6)) : []),
    ...(several(rows, 'machine') ? fact('machine', ({ machine }) => machine.slice(0, 6)) : []),
    ...varying('cell', ({ cell }) => cell),
    { title: 'verdict', isNumber: false, text: ({ verdict }) => verdict, paint: painted },
  ]
}

function figureColumns(rows: readonly HistoryRow[]): readonly Column[] {
  return headlineMetrics
    .filter((name) => rows.some(({ metrics }) => (metrics[name] ?? null) !== null))
    .map((name) => ({ title: name, isNumber: true, text: (row) => figure(row, name) }))
}

function shown(text: string | null): string {
  return text === null ? noNumber : truncate(printable(text), longestText)
}

function figure(row: HistoryRow, name: string): string {
  const value = row.metrics[name] ?? null
  if (value === null) return noNumber
  if (name === 'goodput' || name === 'error_rate') return `${formatDecimal(100 * value)} %`
  return `${hasName(row.unresolved, name) ? '~' : ''}${formatDecimal(value)}`
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

function several(rows: readonly HistoryRow[], key: CommonFact | 'scenario' | 'machine'): boolean {
  return new Set(rows.map((row) => row[key])).size > 1
}

function legend(rows: readonly HistoryRow[]): readonly string[] {
  const common = commonFacts.flatMap((key) => {
    const value = rows[0]?.[key] ?? null
    return rows.length > 1 && value !== null && !several(rows, key) ? [`${key} ${printable(value)}`] : []
  })
  const explained = (['scenario', 'machine'] as const).flatMap((key) => {
    const words = new Map(rows.map((row) => [row[key], row[`${key}_in_words`]]))
    return Array.from(words, ([id, inWords]) => `${key} ${id.slice(0, 6)}: ${printable(inWords)}`)
  })
  return [...(common.length === 0 ? [] : [`all: ${common.join(', ')}`]), ...explained]
}

function unresolvedNote(figures: readonly Filled[]): readonly string[] {
  const isMarked = figures.some((texts) => texts.some((text) => text.trimStart().startsWith('~')))
  return isMarked ? ['~ not resolvable from that run alone, only beside others'] : []
}

function leftOut(figures: number): readonly string[] {
  if (figures === 0) return []
  return [`${formatQuantity(figures, 'figure')} more in a wider terminal, and all in --format csv`]
}
