import type { BackgroundFigures } from '../metrics/background/background-figures.ts'
import type { Summary } from '../metrics/summary.ts'
import { renderFacts } from './fact-line.ts'
import { formatCount, formatDecimal, formatRate } from './format-number.ts'
import { printable } from './printable.ts'
import type { Style } from './style.ts'

/** What ran beside the measured load and what it came to, in a line. Nothing where nothing did. */
export function renderBackground(summary: Summary, style: Style): readonly string[] {
  // A summary that an older version wrote has none.
  const background = (summary.background ?? null) as BackgroundFigures | null
  if (background === null) return []
  const { target, load, completed, failed, completed_per_s, in_flight_mean, covered_share } = background
  const { requested_rate_per_s: rate, concurrency } = load
  const asked =
    rate === null ? `closed loop, ${concurrency} at a time` : `open loop, ${formatRate(rate, 'req')}`
  const parts = [
    printable(target.model),
    asked,
    ...(completed_per_s === null ? [] : [`${formatRate(completed_per_s, 'req')} done`]),
    ...(in_flight_mean === null ? [] : [`${formatDecimal(in_flight_mean)} in flight`]),
    `${formatCount(completed)} ok`,
    `${formatCount(failed)} failed`,
    ...(covered_share === 1 ? [] : [`for ${formatDecimal(100 * covered_share)} % of the window`]),
  ]
  return renderFacts('background', parts, style)
}
