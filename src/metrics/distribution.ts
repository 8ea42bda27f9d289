import type { LogHistogram } from '../statistics/log-histogram.ts'
import { moments } from '../statistics/moments.ts'
import { quantile } from '../statistics/quantile.ts'
import type { Distribution } from './summary.ts'

/** What a distribution is made from: exact values, a pool or a histogram. */
interface Source {
  readonly n: number
  readonly mean: number
  readonly sd: number
  readonly min: number
  readonly max: number
  readonly quantile: (p: number) => number
}

/** Exact figures of values, whose quantiles are type 7. Sorts the values in place. */
export function distributionOf(values: Float64Array): Distribution {
  const figures = moments(values)
  values.sort()
  return distribution({ ...figures, quantile: (p) => quantile(values, p) })
}

/** Figures of a histogram of nanoseconds, in microseconds; its quantiles are within 1/256. */
export function distributionOfHistogramUs(histogramNs: LogHistogram): Distribution {
  return distribution(histogramNs, 1e3)
}

/** Figures of any source, each divided by `divisor`; null where the source has none (NaN). */
export function distribution(source: Source, divisor = 1): Distribution {
  const figure = (value: number): number | null => (Number.isNaN(value) ? null : value / divisor)
  const at = (p: number): number | null => (source.n === 0 ? null : figure(source.quantile(p)))
  return {
    n: source.n,
    mean: figure(source.mean),
    sd: figure(source.sd),
    min: figure(source.min),
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    p99_9: at(0.999),
    max: figure(source.max),
  }
}
