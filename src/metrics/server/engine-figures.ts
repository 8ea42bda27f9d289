import type { BatchSource, CounterSource, EngineNames, GaugeSource, LatencySource } from './engine-names.ts'
import { gaugeFigure } from './gauge-figure.ts'
import { histogramLatency, meanLatency, totalIncrease } from './latency-figure.ts'
import { lifetimeSumIncrease } from './lifetime-sum.ts'
import { isResolved, lastDigit, lastDigitOfCount } from './rounding.ts'
import { apartFrom, indexSeries, type SeriesIndex } from './series-index.ts'
import {
  coveredSpan,
  type SampledSeries,
  type ServerSamples,
  type Span,
  spanSeconds,
} from './server-samples.ts'
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
  const read = readerOf(index, samples, coveredSpan(samples, window), names.digits)
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
  /** Growth of counters; null when the endpoint lacks them, or writes too few digits of them. */
  growth(source: CounterSource | undefined): number | null
  rate(source: CounterSource | undefined): number | null
  latency(source: LatencySource | undefined): ServerLatency | null
  /** Growth of a mean times what it is a mean of; null likewise. */
  weightedGrowth(source: BatchSource & { readonly kind: 'lifetime-mean' }): number | null
}

function readerOf(index: SeriesIndex, samples: ServerSamples, span: Span, digits = Infinity): Reader {
  const seconds = spanSeconds(span)
  const growth: Reader['growth'] = (source) => {
    if (source === undefined || seconds === 0 || index.series(source[0]).length === 0) return null
    const counters = source.flatMap((names) => index.series(names))
    const unsure = counters.reduce((sum, counter) => sum + lastDigitOfCount(lastOf(counter), digits), 0)
    const grown = totalIncrease(counters, samples, span)
    return isResolved(grown, unsure) ? grown : null
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
      const [value, count] = [lastOf(means), lastOf(weights)]
      const unsure = count * lastDigit(value, digits) + value * lastDigitOfCount(count, digits)
      const grown = lifetimeSumIncrease(means, weights, samples, span)
      return isResolved(grown, unsure) ? grown : null
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

/** The last value of a series; 0 when it has gone. */
function lastOf({ values }: SampledSeries): number {
  return values.at(-1) || 0
}

function rounded(count: number | null): number | null {
  return count === null ? null : Math.round(count)
}
