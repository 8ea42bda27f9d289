import type { SampledSeries, ServerSamples, Span } from './server-samples.ts'
import { shareWithin } from './server-samples.ts'

/**
 * By how much a sum grew within a span, of which an endpoint tells only its mean since the start and its count. The product is
 * that of two rounded numbers, and may fall a little while both go on: only a count that falls has begun again at 0.
 */
export function lifetimeSumIncrease(
  mean: SampledSeries,
  count: SampledSeries,
  { atNs }: ServerSamples,
  span: Span,
): number {
  const scrapes = Float64Array.from(new Set([...mean.scrapes, ...count.scrapes])).sort()
  let increase = 0
  let [lastSum, lastCount] = [Number.NaN, Number.NaN]
  for (const at of scrapes) {
    const counted = valueAt(count, at)
    const sum = valueAt(mean, at) * counted
    const grown = counted < lastCount ? sum : sum - lastSum
    if (Number.isFinite(grown)) increase += grown * shareWithin(atNs[at - 1]!, atNs[at]!, span)
    lastSum = sum
    lastCount = counted
  }
  return increase
}

function valueAt({ scrapes, values }: SampledSeries, at: number): number {
  return values[scrapes.findLastIndex((scrape) => scrape <= at)] ?? Number.NaN
}
