import { axisWord } from '../analysis/cells/axis-word.ts'
import { type Cell, cellEstimate, cellsOf } from '../analysis/cells/cell-estimates.ts'
import type { CellRow, CellValue } from '../analysis/cells/cell-row.ts'
import { formatCountEstimate, formatEstimate } from './format-estimate.ts'
import { noNumber } from './format-number.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

/** A column of a sweep's table. */
interface Column {
  readonly title: string
  readonly text: (cell: Cell) => string
}

/** A sweep's cells as texts, ready to be set in columns. */
interface SweepTexts {
  readonly titles: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

function estimate(title: string, figure: string, withInterval = false): Column {
  return {
    title,
    text: (cell) => {
      const { value, ci95 } = cellEstimate(cell, figure)
      if (value === null) return noNumber
      return withInterval ? formatCountEstimate(value, ci95) : formatEstimate(value, ci95).value
    },
  }
}

const rates: readonly Column[] = [
  estimate('req/s', 'requests_per_s', true),
  estimate('tok/s', 'output_tokens_per_s', true),
]
const streamed: readonly Column[] = [
  estimate('TTFT p50', 'ttft_p50_ms'),
  estimate('p99', 'ttft_p99_ms'),
  estimate('ITL p50', 'itl_p50_ms'),
]
const ends: readonly Column[] = [
  estimate('E2E p50', 'e2e_p50_ms'),
  estimate('p90', 'e2e_p90_ms'),
  estimate('p95', 'e2e_p95_ms'),
  estimate('p99', 'e2e_p99_ms'),
]
const outcomes: readonly Column[] = [
  { title: 'failed', text: (cell) => share(cellEstimate(cell, 'error_rate').value) },
  { title: 'verdict', text: verdict },
]

function share(value: number | null): string {
  if (value === null) return noNumber
  return value === 0 ? '0' : `${(100 * value).toPrecision(2)} %`
}

/** `VALID`, or how many of the runs are what: `2 VALID, 1 INVALID`; and how many weren't measured. */
function verdict({ rows }: Cell): string {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const said = row.status === 'measured' ? String(row.verdict) : notMeasured(row)
    counts.set(said, (counts.get(said) ?? 0) + 1)
  }
  const [only] = counts.keys()
  if (counts.size === 1) return only!
  return Array.from(counts, ([said, count]) => `${count} ${said}`).join(', ')
}

function notMeasured({ status }: CellRow): string {
  return status === 'failed' ? 'failed' : 'not run'
}

function columnsFor(cells: readonly Cell[]): readonly Column[] {
  const some = (figure: string): boolean => cells.some((cell) => cellEstimate(cell, figure).value !== null)
  const axes = Object.keys(cells[0]?.axes ?? {}).map(
    (name): Column => ({ title: axisTitle(name), text: ({ axes: own }) => valueText(own[name] ?? null) }),
  )
  const [requests, tokens] = rates as [Column, Column]
  return [
    ...axes,
    requests,
    ...(some('output_tokens_per_s') ? [tokens] : []),
    ...(some('ttft_mean_ms') ? streamed : []),
    ...ends,
    ...outcomes,
  ]
}

/** The last part of an axis' path says enough beside the others: `concurrency` of `load.concurrency`. */
function axisTitle(name: string): string {
  return printable(axisWord(name))
}

function valueText(value: CellValue): string {
  return value === null ? noNumber : printable(String(value))
}

function textsOf(rows: readonly CellRow[]): SweepTexts {
  const cells = cellsOf(rows)
  const columns = columnsFor(cells)
  return {
    titles: columns.map(({ title }) => title),
    rows: cells.map((cell) => columns.map(({ text }) => text(cell))),
  }
}

/** One line a cell: its axes, then means over its runs. Latencies in ms, to the digit that the runs agree on. */
export function renderSweepTable(rows: readonly CellRow[], style: Style): readonly string[] {
  const { titles, rows: lines } = textsOf(rows)
  const encoded = [titles, ...lines].map((line) => line.map(style.encode))
  const widths = titles.map((_, at) => Math.max(...encoded.map((line) => line[at]!.length)))
  const [head, ...body] = encoded.map((line) => {
    const cells = line.map((text, at) => (at === line.length - 1 ? text : text.padStart(widths[at]!)))
    return `  ${cells.join('  ')}`.trimEnd()
  })
  return [style.faint(head!), ...body]
}

/** The same as a table of Markdown. */
export function sweepMarkdown(rows: readonly CellRow[]): string {
  const { titles, rows: lines } = textsOf(rows)
  const escaped = (line: readonly string[]): string =>
    `| ${line.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = `|${titles.map((_, at) => (at === titles.length - 1 ? ' --- |' : ' ---: |')).join('')}`
  return [escaped(titles), rule, ...lines.map(escaped), ''].join('\n')
}
