import type { Distribution } from '../metrics/summary.ts'
import { formatCount, formatDecimal, noNumber, timeUnits, type Unit, unitFor } from './format-number.ts'
import type { Style } from './style.ts'

/** A row of figures; `baseNs` turns the distribution's numbers into nanoseconds, null is for tokens and such. */
export interface DistributionRow {
  readonly label: string
  readonly distribution: Distribution
  readonly scale:
    | { readonly kind: 'time'; readonly baseNs: number }
    | { readonly kind: 'plain'; readonly unit: string }
}

interface Column {
  readonly title: string
  readonly of: (distribution: Distribution) => number | null
  /** The quantile that the column shows, where it is one. */
  readonly p: number | null
}

const columns: readonly Column[] = [
  { title: 'mean', of: (d) => d.mean, p: null },
  { title: 'p50', of: (d) => d.p50, p: 0.5 },
  { title: 'p90', of: (d) => d.p90, p: 0.9 },
  { title: 'p95', of: (d) => d.p95, p: 0.95 },
  { title: 'p99', of: (d) => d.p99, p: 0.99 },
  { title: 'p99.9', of: (d) => d.p99_9, p: 0.999 },
  { title: 'max', of: (d) => d.max, p: null },
]
const medianColumn = columns[1]!

/** Columns for what a line is about. */
export const labelWidth = 16
const unitWidth = 4
const countWidth = 7
const cellWidth = 7

/** Columns that a table takes, and that everything else in the report keeps to. */
export const tableWidth: number = 2 + labelWidth + unitWidth + countWidth + columns.length * cellWidth

/**
 * Fewest samples from which a quantile is shown. Below it no pair of order statistics holds the quantile with 95 %
 * confidence, so the sample can't tell it from its own maximum: p^n <= 0.025 (the upper side of a two-sided interval;
 * Hahn & Meeker, Statistical Intervals, 5.2). 6, 36, 72, 368 and 3688 for p50, p90, p95, p99 and p99.9. For
 * independent samples; correlated ones need more.
 */
export function minimumSamples(p: number): number {
  return Math.ceil(Math.log(0.025) / Math.log(p))
}

function shown(column: Column, distribution: Distribution): number | null {
  if (distribution.n === 0) return null
  if (column.p !== null && distribution.n < minimumSamples(column.p)) return null
  return column.of(distribution)
}

/** One unit for a whole row, so that its numbers compare: the median's, or a larger one when the maximum needs it. */
function rowUnit(row: DistributionRow): Unit {
  if (row.scale.kind === 'plain') return { symbol: row.scale.unit, size: 1 }
  const { baseNs } = row.scale
  const valuesNs = columns.map((column) => (shown(column, row.distribution) ?? 0) * baseNs)
  const longest = Math.max(...valuesNs)
  const typical = (shown(medianColumn, row.distribution) ?? row.distribution.mean ?? 0) * baseNs
  // Where most samples are 0, the few that aren't are what there is to read.
  const unit = unitFor(typical > 0 ? typical : longest, timeUnits)
  const fitting = timeUnits.find((other) => other.size >= unit.size && longest < other.size * 99_999.5)
  const chosen = fitting ?? timeUnits.at(-1)!
  return { symbol: chosen.symbol, size: chosen.size / baseNs }
}

function cell(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return noNumber
  return Math.abs(value) < 99_999.5 ? formatDecimal(value) : formatCount(value)
}

/** A section's title with the columns' names to its right. */
export function renderTableHead(title: string, style: Style): string {
  const names = 'n'.padStart(countWidth) + columns.map((column) => column.title.padStart(cellWidth)).join('')
  return `  ${style.strong(title.padEnd(labelWidth + unitWidth))}${style.faint(names)}`
}

/** One line of the table: `TTFT  ms  240  41.3  38.2 …`, a dash for what the samples can't tell. */
export function renderTableRow(row: DistributionRow, style: Style): string {
  const unit = rowUnit(row)
  const cells = columns.map((column) => {
    const value = shown(column, row.distribution)
    const text = cell(value === null ? null : value / unit.size).padStart(cellWidth)
    if (text.endsWith(noNumber)) return style.faint(text)
    return column.p === 0.5 || column.p === 0.99 ? style.strong(text) : text
  })
  const label = row.label.padEnd(labelWidth)
  const symbol = (row.distribution.n === 0 ? '' : unit.symbol).padEnd(unitWidth)
  const count = formatCount(row.distribution.n).padStart(countWidth)
  return `  ${label}${style.faint(symbol + count)}${cells.join('')}`
}

/** The quantiles that these rows leave out for want of samples, as a sentence; undefined when there are none. */
export function explainDashes(rows: readonly DistributionRow[]): string | undefined {
  const missing = columns.filter(({ p }) => {
    return p !== null && rows.some(({ distribution: { n } }) => n > 0 && n < minimumSamples(p))
  })
  if (missing.length === 0) return undefined
  const needs = missing.map(({ title, p }) => `${minimumSamples(p!)} for ${title}`)
  return `${noNumber} too few samples to tell: it takes ${needs.join(', ')}.`
}
