import { type Buckets, bucketQuantile } from './bucket-quantile.ts'
import { counterIncrease } from './counter-increase.ts'
import type { SampledSeries, ServerSamples, Span } from './server-samples.ts'
import type { ServerLatency, ServerQuantile } from './server-summary.ts'

/** The series of one histogram (or summary), of all its labels. */
export interface HistogramSeries {
  readonly buckets: readonly SampledSeries[]
  readonly sums: readonly SampledSeries[]
  readonly counts: readonly SampledSeries[]
}

/** What a histogram counted within a span, in ms, its unit being so many seconds: by difference of its counts. Null for nothing. */
export function histogramLatency(
  { buckets, sums, counts }: HistogramSeries,
  unitSeconds: number,
  samples: ServerSamples,
  span: Span,
): ServerLatency | null {
  const difference = bucketDifference(buckets, samples, span)
  const grown = (series: readonly SampledSeries[]): number => totalIncrease(series, samples, span)
  const inBuckets = difference.counts.reduce((sum, count) => sum + count, 0)
  const n = counts.length > 0 ? grown(counts) : inBuckets
  const toMs = unitSeconds * 1e3
  const quantile = (p: number): ServerQuantile | null => scaled(bucketQuantile(difference, p), toMs)
  return latency(n, sums.length > 0 ? grown(sums) * toMs : null, [
    quantile(0.5),
    quantile(0.9),
    quantile(0.99),
  ])
}

/** A latency of which the server keeps only the sum and the count. */
export function meanLatency(n: number, sumMs: number): ServerLatency | null {
  return latency(n, sumMs, [null, null, null])
}

type Quantiles = readonly [p50: ServerQuantile | null, p90: ServerQuantile | null, p99: ServerQuantile | null]

function latency(n: number, sumMs: number | null, [p50, p90, p99]: Quantiles): ServerLatency | null {
  // Growth is spread over the time between scrapes, so that a part of one observation may be in the span.
  const counted = Math.round(n)
  if (counted < 1) return null
  return { n: counted, mean: sumMs === null ? null : sumMs / n, p50, p90, p99 }
}

export function totalIncrease(series: readonly SampledSeries[], samples: ServerSamples, span: Span): number {
  return series.reduce((sum, one) => sum + counterIncrease(one, samples, span), 0)
}

/** Increases of cumulative buckets, added up over labels, as counts of each bucket alone. */
function bucketDifference(buckets: readonly SampledSeries[], samples: ServerSamples, span: Span): Buckets {
  const upTo = new Map<number, number>()
  for (const bucket of buckets) {
    const written = bucket.labels.get('le') ?? ''
    const bound = /^\+?inf$/i.test(written) ? Number.POSITIVE_INFINITY : Number(written)
    if (written === '' || Number.isNaN(bound)) continue
    upTo.set(bound, (upTo.get(bound) ?? 0) + counterIncrease(bucket, samples, span))
  }
  const bounds = [...upTo.keys()].sort((a, b) => a - b)
  let before = 0
  const counts = bounds.map((bound) => {
    // A server that is read while it counts may be ahead in one bucket.
    const until = Math.max(before, upTo.get(bound)!)
    const count = until - before
    before = until
    return count
  })
  return { bounds, counts }
}

function scaled(quantile: ServerQuantile | null, by: number): ServerQuantile | null {
  if (quantile === null) return null
  const { value, low, resolution } = quantile
  return {
    value: value === null ? null : value * by,
    low: low * by,
    resolution: resolution === null ? null : resolution * by,
  }
}
