import type { Resolution, SampledDistribution } from '../metrics/summary.ts'
import {
  cellText,
  cellWidth,
  type FigureKey,
  figureColumns,
  leadWidth,
  renderCell,
  renderLead,
  rowUnit,
  type Scale,
} from './figure-columns.ts'
import { type EstimateText, formatEstimate } from './format-estimate.ts'
import { timeUnits, unitFor } from './format-number.ts'
import { roundUp } from './round-up.ts'
import type { Style } from './style.ts'
import { renderMark, type Touch } from './touch.ts'

/** Figures of a sample of what the server does: each has an interval, or is refused. */
export interface SampleRow {
  readonly label: string
  readonly distribution: SampledDistribution
  readonly touch?: Touch
}

const milliseconds: Scale = { kind: 'time', baseNs: 1e6 }

/** The maximum is one request's time and no estimate: it has no interval. */
function estimateOf(distribution: SampledDistribution, key: FigureKey, size: number): EstimateText {
  const value = distribution.n === 0 ? null : distribution[key]
  const ci95 = key === 'max' ? null : distribution.resolution[key].ci95
  if (value === null || ci95 === null) {
    return { value: cellText(value === null ? null : value / size), halfWidth: null }
  }
  return formatEstimate(value / size, [ci95[0] / size, ci95[1] / size])
}

/** The most by which the instrument can have put any of the resolved figures wrong; null when it doesn't say. */
function instrumentErrorNs({ resolution }: SampledDistribution): number | null {
  const errors = Object.values(resolution).flatMap(({ ci95, instrument_error: error }: Resolution) => {
    return error === null || ci95 === null ? [] : [error]
  })
  return errors.length === 0 ? null : Math.max(...errors) * 1e6
}

/** `38 µs`: no more digits than a bound needs. */
function formatBoundNs(ns: number): string {
  const bound = roundUp(ns)
  const unit = unitFor(bound, timeUnits)
  return `${Number((bound / unit.size).toPrecision(2))} ${unit.symbol}`
}

/** `±0.6`. In ASCII the sign is two characters, and goes where it would touch the next cell. */
function halfCell(halfWidth: string | null, style: Style): string {
  if (halfWidth === null) return ''
  const signed = style.encode(`±${halfWidth}`)
  return signed.length < cellWidth ? signed : halfWidth
}

/**
 * A row of two lines: the figures, and below each the half-width of its 95 % interval beside what the instrument can
 * have added. A refused figure is a dash. Without any interval there is no second line.
 */
export function renderSampleRow(
  { label, distribution, touch = null }: SampleRow,
  style: Style,
): readonly string[] {
  const { n } = distribution
  const unit = rowUnit(milliseconds, distribution)
  const columns = figureColumns(style)
  const estimates = columns.map(({ key }) => estimateOf(distribution, key, unit.size))
  const cells = estimates.map(({ value }, at) =>
    touch === 'invalid'
      ? style.faint(style.encode(value).padStart(cellWidth))
      : renderCell(value, columns[at]!, style),
  )
  const lead = renderLead(renderMark(touch, style), label, n === 0 ? '' : unit.symbol, n, style)
  const first = lead + cells.join('')
  if (estimates.every(({ halfWidth }) => halfWidth === null)) return [first]
  const errorNs = instrumentErrorNs(distribution)
  const instrument = errorNs === null ? 'not known' : `≤ ${formatBoundNs(errorNs)}`
  const halves = estimates.map(({ halfWidth }) => halfCell(halfWidth, style).padStart(cellWidth))
  const second = style.encode(`    instrument ${instrument}`).padEnd(leadWidth) + halves.join('')
  return [first, style.faint(second.trimEnd())]
}
