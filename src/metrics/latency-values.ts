import type { RequestRecord } from '../record/request-record.ts'
import { LatencySample } from './latency-sample.ts'
import type { QuantileFigure } from './quantile-figure.ts'
import type { LatencyMetric } from './request-metric.ts'
import type { SampledDistribution } from './summary.ts'

/** Gathers one latency of all measured ok requests, and by how much the instrument can have put each wrong. */
export class LatencyValues {
  readonly #metric: LatencyMetric
  readonly #sample = new LatencySample()

  constructor(metric: LatencyMetric) {
    this.#metric = metric
  }

  /** Adds a measured ok request: one that has no value too, to keep the order. */
  add(record: RequestRecord): void {
    const { compute, tooLarge, tooSmall } = this.#metric
    const value = compute(record)
    const smallest = tooSmall === undefined ? undefined : value === null ? 0 : tooSmall(record)
    this.#sample.push(value ?? Number.NaN, value === null ? 0 : tooLarge(record), smallest)
  }

  /** `order` is that in which the requests were sent. */
  distribution(order: Uint32Array, requestsPerSecond: number): SampledDistribution {
    return this.#sample.distribution(order, requestsPerSecond)
  }

  /** The same requests' quantiles, each with its interval. */
  quantiles(order: Uint32Array, probabilities: readonly number[]): readonly QuantileFigure[] {
    return this.#sample.quantiles(order, probabilities)
  }
}
