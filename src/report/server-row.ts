import type { ServerLatency, ServerQuantile } from '../metrics/server/server-summary.ts'
import type { Distribution } from '../metrics/summary.ts'
import { cellText, figureColumns, leadWidth, renderCell, renderLead, rowUnit } from './figure-columns.ts'
import type { Style } from './style.ts'

const ms = { kind: 'time', baseNs: 1e6 } as const

/** A server's latency: its figures, and below them how wide the buckets are that its quantiles are somewhere in. */
export function renderServerRow(label: string, latency: ServerLatency, style: Style): readonly string[] {
  const { n, mean, ...quantiles } = latency
  const unit = rowUnit(ms, asDistribution(latency))
  const cells = (read: (quantile: ServerQuantile) => string, ofMean: string): string =>
    figureColumns(style)
      .map((column) => {
        const quantile = column.key in quantiles ? quantiles[column.key as keyof typeof quantiles] : null
        const text = column.key === 'mean' ? ofMean : quantile === null ? '' : read(quantile)
        return renderCell(text, column, style)
      })
      .join('')
  const value = cells(
    (quantile) => quantileText(quantile, unit.size),
    mean === null ? '' : cellText(mean / unit.size),
  )
  const widths = cells(({ low, resolution }) => {
    return resolution === null || low <= 0 ? '' : cellText(resolution / unit.size)
  }, '')
  const row = renderLead('  ', label, unit.symbol, n, style) + value
  if (widths.trim() === '') return [row]
  return [row, style.faint('    bucket’s width'.padEnd(leadWidth)) + style.faint(widths)]
}

/** `43.1`, `>80` above the last bucket's end, `<300` in the first bucket: where in that one, nothing tells. */
function quantileText({ value, low, resolution }: ServerQuantile, size: number): string {
  if (value === null || resolution === null) return `>${cellText(low / size)}`
  return low <= 0 ? `<${cellText((low + resolution) / size)}` : cellText(value / size)
}

/** For the choice of a unit: what a quantile without a value is above. */
function asDistribution({ n, mean, p50, p90, p99 }: ServerLatency): Distribution {
  const least = (quantile: ServerQuantile | null): number | null =>
    quantile && (quantile.value ?? quantile.low)
  return {
    n,
    mean,
    sd: null,
    min: null,
    p50: least(p50),
    p90: least(p90),
    p95: null,
    p99: least(p99),
    p99_9: null,
    max: null,
  }
}
