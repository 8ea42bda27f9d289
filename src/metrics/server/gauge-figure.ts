import type { SampledSeries, ServerSamples, Span } from './server-samples.ts'
import type { GaugeFigure } from './server-summary.ts'

/** How gauges of several engines or devices become one: requests add up, shares are averaged. */
export type Across = 'sum' | 'mean'

/**
 * Average and maximum of gauges within a span, each a straight line between two scrapes at which it had a value. Null where no
 * two scrapes in succession had one. The maximum is that of the samples within the span.
 */
export function gaugeFigure(
  gauges: readonly SampledSeries[],
  across: Across,
  { atNs }: ServerSamples,
  { startNs, endNs }: Span,
): GaugeFigure | null {
  const values = combined(gauges, across, atNs.length)
  let area = 0
  let lengthNs = 0
  let max = Number.NEGATIVE_INFINITY
  for (let i = 1; i < atNs.length; i++) {
    const fromNs = Math.max(atNs[i - 1]!, startNs)
    const untilNs = Math.min(atNs[i]!, endNs)
    const [a, b] = [values[i - 1]!, values[i]!]
    if (untilNs <= fromNs || !Number.isFinite(a) || !Number.isFinite(b)) continue
    const slope = (b - a) / (atNs[i]! - atNs[i - 1]!)
    area += (a + slope * ((fromNs + untilNs) / 2 - atNs[i - 1]!)) * (untilNs - fromNs)
    lengthNs += untilNs - fromNs
    if (atNs[i - 1]! >= startNs) max = Math.max(max, a)
    if (atNs[i]! <= endNs) max = Math.max(max, b)
  }
  if (lengthNs === 0) return null
  const mean = area / lengthNs
  return { mean, max: max === Number.NEGATIVE_INFINITY ? mean : max }
}

/** The value of all of them together at each scrape; NaN where none had one. */
function combined(gauges: readonly SampledSeries[], across: Across, scrapes: number): Float64Array {
  const sums = new Float64Array(scrapes)
  const counts = new Float64Array(scrapes)
  for (const gauge of gauges) {
    for (let i = 0; i < gauge.scrapes.length; i++) {
      const value = gauge.values[i]!
      if (Number.isNaN(value)) continue
      const until = gauge.scrapes[i + 1] ?? scrapes
      for (let at = gauge.scrapes[i]!; at < until; at++) {
        sums[at]! += value
        counts[at]!++
      }
    }
  }
  return sums.map((sum, at) => (counts[at] === 0 ? Number.NaN : across === 'sum' ? sum : sum / counts[at]!))
}
