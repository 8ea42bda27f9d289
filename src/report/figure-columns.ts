import type { Distribution } from '../metrics/summary.ts'
import { formatCount, formatDecimal, noNumber, timeUnits, type Unit, unitFor } from './format-number.ts'
import { labelWidth, reportWidth } from './report-width.ts'
import type { Style } from './style.ts'

export type FigureKey = 'mean' | 'p50' | 'p90' | 'p95' | 'p99' | 'p99_9' | 'max'

/** A column of the tables of distributions. */
export interface FigureColumn {
  readonly key: FigureKey
  readonly title: string
  /** The quantile that the column shows, where it is one. */
  readonly p: number | null
}

const allColumns: readonly FigureColumn[] = [
  { key: 'mean', title: 'mean', p: null },
  { key: 'p50', title: 'p50', p: 0.5 },
  { key: 'p90', title: 'p90', p: 0.9 },
  { key: 'p95', title: 'p95', p: 0.95 },
  { key: 'p99', title: 'p99', p: 0.99 },
  { key: 'p99_9', title: 'p99.9', p: 0.999 },
  { key: 'max', title: 'max', p: null },
]

/** Which columns a narrow terminal does without, the first to go first. */
const dispensable: readonly FigureKey[] = ['p95', 'p90', 'max', 'p99_9', 'mean', 'p99']

const unitWidth = 4
const countWidth = 7
export const cellWidth = 7

/** Columns of a row before its figures: margin, label, unit and n. */
export const leadWidth: number = 2 + labelWidth + unitWidth + countWidth

/** The columns for which there is room. */
export function figureColumns(style: Style): readonly FigureColumn[] {
  const room = Math.floor((reportWidth(style) - leadWidth) / cellWidth)
  const without = dispensable.slice(0, Math.max(0, allColumns.length - room))
  return allColumns.filter(({ key }) => !without.includes(key))
}

/** What a row's numbers are: `baseNs` turns a distribution's numbers into nanoseconds; tokens and such are plain. */
export type Scale =
  | { readonly kind: 'time'; readonly baseNs: number }
  | { readonly kind: 'plain'; readonly unit: string }

/** One unit for a whole row, so that its numbers compare: the median's, or a larger one when the maximum needs it. */
export function rowUnit(scale: Scale, distribution: Distribution): Unit {
  if (scale.kind === 'plain') return { symbol: scale.unit, size: 1 }
  const { baseNs } = scale
  const longest = Math.max(...allColumns.map(({ key }) => (distribution[key] ?? 0) * baseNs))
  const typical = (distribution.p50 ?? distribution.mean ?? 0) * baseNs
  // Where most samples are 0, the few that aren't are what there is to read.
  const unit = unitFor(typical > 0 ? typical : longest, timeUnits)
  const fitting = timeUnits.find((other) => other.size >= unit.size && longest < other.size * 99_999.5)
  const chosen = fitting ?? timeUnits.at(-1)!
  return { symbol: chosen.symbol, size: chosen.size / baseNs }
}

/** A number in its cell, without its padding. */
export function cellText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return noNumber
  return Math.abs(value) < 99_999.5 ? formatDecimal(value) : formatCount(value)
}

/** Pads a cell, and sets off what people look for first. */
export function renderCell(text: string, { p }: FigureColumn, style: Style): string {
  const cell = style.encode(text).padStart(cellWidth)
  if (text === noNumber) return style.faint(cell)
  return text !== '' && (p === 0.5 || p === 0.99) ? style.strong(cell) : cell
}

/** A row's label, unit and n, behind its mark of two columns. */
export function renderLead(mark: string, label: string, unit: string, n: number, style: Style): string {
  const right = style.encode(unit).padEnd(unitWidth) + formatCount(n).padStart(countWidth)
  return mark + label.padEnd(labelWidth) + style.faint(right)
}

/** A section's title with the columns' names to its right. */
export function renderTableHead(title: string, style: Style): string {
  const names = figureColumns(style).map((column) => column.title.padStart(cellWidth))
  const right = 'n'.padStart(countWidth) + names.join('')
  return `  ${style.strong(title.padEnd(labelWidth + unitWidth))}${style.faint(right)}`
}
