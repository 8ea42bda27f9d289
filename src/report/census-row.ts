import type { Distribution } from '../metrics/summary.ts'
import {
  cellText,
  type FigureColumn,
  figureColumns,
  renderCell,
  renderLead,
  rowUnit,
  type Scale,
} from './figure-columns.ts'
import type { Style } from './style.ts'
import { renderMark, type Touch } from './touch.ts'

/** Figures of all that there was, and not of a sample of it: tokens, lateness, the instrument's own delay. */
export interface CensusRow {
  readonly label: string
  readonly distribution: Distribution
  readonly scale: Scale
  readonly touch?: Touch
}

/** With no value beyond it, a quantile is only another name for the maximum. */
function isMaximum({ p }: FigureColumn, { n }: Distribution): boolean {
  return p !== null && n > 0 && n * (1 - p) < 1 - 1e-9
}

/** One line of a table: `read delay  µs  456k  366  35.0 …`. These numbers are exact, so they have no interval. */
export function renderCensusRow(
  { label, distribution, scale, touch = null }: CensusRow,
  style: Style,
): string {
  const { n } = distribution
  const unit = rowUnit(scale, distribution)
  const cells = figureColumns(style).map((column) => {
    const value = n === 0 ? null : distribution[column.key]
    const text = isMaximum(column, distribution) ? '' : cellText(value === null ? null : value / unit.size)
    return renderCell(text, column, style)
  })
  return renderLead(renderMark(touch, style), label, n === 0 ? '' : unit.symbol, n, style) + cells.join('')
}
