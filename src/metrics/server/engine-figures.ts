import type { BatchSource, CounterSource, EngineNames, GaugeSource, LatencySource } from './engine-names.ts'
import { gaugeFigure } from './gauge-figure.ts'
import { histogramLatency, meanLatency, totalIncrease } from './latency-figure.ts'
import { apartFrom, indexSeries, type SeriesIndex } from './series-index.ts'
import { coveredSpan, type ServerSamples, type Span, spanSeconds } from './server-samples.ts'
import {
  type GaugeFigure,
  type ServerLatency,
  type ServerLatencyName,
  serverLatencyNames,
} from './server-summary.ts'

/** What an engine says of requests, by our names; null for what it doesn't say. */
export interface EngineFigures {
  readonly running: GaugeFigure | null
  readonly waiting: GaugeFigure | null
  readonly completedPerSecond: number | null
  readonly preemptions: number | null
  readonly latencyMs: Readonly<Record<ServerLatencyName, ServerLatency | null>>
  readonly meanBatch: number | null
  readonly kvUsage: GaugeFigure | null
  readonly prefixHitShare: number | null
  readonly inputTokensPerSecond: number | null
  readonly outputTokensPerSecond: number | null
}

/** Reads what an engine said over a window, or over that part of it which the scrapes cover. */
export function engineFigures(
  names: EngineNames,
  samples: ServerSamples,
  window: Span,
  model: string | null,
): EngineFigures {
  const index = indexSeries(samples.series, { model, subject: apartFrom(names.replicaLabels) })
  const read = readerOf(index, samples, coveredSpan(samples, window))
  const { gauges, counters, latencies } = names
  const running = read.gauge(gauges.running)
  const [hits, lookups] = [read.growth(counters.prefixHits), read.growth(counters.prefixLookups)]
  return {
    running,
    waiting: read.gauge(gauges.waiting),
    completedPerSecond: read.rate(counters.completed),
    preemptions: rounded(read.growth(counters.preemptions)),
    latencyMs: Object.fromEntries(
      serverLatencyNames.map((name) => [name, read.latency(latencies[name])]),
    ) as EngineFigures['latencyMs'],
    meanBatch: meanBatch(names.batch, read, running),
    kvUsage: read.gauge(gauges.kvUsage),
    prefixHitShare: hits !== null && lookups !== null && lookups > 0 ? hits / lookups : null,
    inputTokensPerSecond: read.rate(counters.inputTokens),
    outputTokensPerSecond: read.rate(counters.outputTokens),
  }
}

/** Reads sources over one span. */
interface Reader {
  gauge(source: GaugeSource | undefined): GaugeFigure | null
  /** Growth of counters; null when the endpoint lacks them. */
  growth(source: CounterSource | undefined): number | null
  rate(source: CounterSource | undefined): number | null
  latency(source: LatencySource | undefined): ServerLatency | null
  /** Growth of a mean times what it is a mean of. */
  weightedGrowth(source: BatchSource & { readonly kind: 'lifetime-mean' }): number | null
}

function readerOf(index: SeriesIndex, samples: ServerSamples, span: Span): Reader {
  const seconds = spanSeconds(span)
  const growth: Reader['growth'] = (source) => {
    if (source === undefined || seconds === 0 || index.series(source[0]).length === 0) return null
    return source.reduce((sum, names) => sum + totalIncrease(index.series(names), samples, span), 0)
  }
  return {
    gauge: (source) => (source === undefined ? null : readGauge(index, source, samples, span)),
    growth,
    rate(source) {
      const grown = growth(source)
      return grown === null ? null : grown / seconds
    },
    latency(source) {
      if (source === undefined || seconds === 0) return null
      if (source.kind === 'histogram') {
        const histogram = index.histogram(source.names, source.labels)
        return histogram && histogramLatency(histogram, source.unitSeconds, samples, span)
      }
      const [n, sum, less] = [growth(source.count), growth(source.sum), growth(source.less) ?? 0]
      return n === null || sum === null ? null : meanLatency(n, (sum - less) * source.unitSeconds * 1e3)
    },
    weightedGrowth({ mean, of }) {
      const [means] = index.series(mean)
      const [weights] = index.series(of[0])
      if (means === undefined || weights === undefined || seconds === 0) return null
      return totalIncrease([productOf(means, weights)], samples, span)
    },
  }
}

export function readGauge(
  index: SeriesIndex,
  { names, across, scale = 1 }: GaugeSource,
  samples: ServerSamples,
  span: Span,
): GaugeFigure | null {
  const figure = gaugeFigure(index.series(names), across, samples, span)
  if (figure === null) return null
  return { mean: figure.mean * scale, max: figure.max === null ? null : figure.max * scale }
}

function meanBatch(source: BatchSource | null, read: Reader, running: GaugeFigure | null): number | null {
  if (source === null) return null
  if (source.kind === 'running') return running?.mean ?? null
  const batches = read.growth(source.kind === 'ratio' ? source.batches : source.of)
  const items = source.kind === 'ratio' ? read.growth(source.items) : read.weightedGrowth(source)
  return items !== null && batches !== null && batches > 0 ? items / batches : null
}

type Points = Pick<ServerSamples['series'][number], 'scrapes' | 'values'>

/** Two series' product, wherever either changed. */
function productOf<Series extends Points>(a: Series, b: Series): Series {
  const scrapes = Float64Array.from(new Set([...a.scrapes, ...b.scrapes])).sort()
  return { ...a, scrapes, values: scrapes.map((at) => valueAt(a, at) * valueAt(b, at)) }
}

function valueAt({ scrapes, values }: Points, at: number): number {
  return values[scrapes.findLastIndex((scrape) => scrape <= at)] ?? Number.NaN
}

function rounded(count: number | null): number | null {
  return count === null ? null : Math.round(count)
}
