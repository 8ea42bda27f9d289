import { Float64List } from '../record/float64-list.ts'
import { meanInterval } from '../statistics/mean-interval.ts'
import { moments } from '../statistics/moments.ts'
import { orderedSample } from '../statistics/ordered-sample.ts'
import { quantile } from '../statistics/quantile.ts'
import { quantileInterval } from '../statistics/quantile-interval.ts'
import { distribution } from './distribution.ts'
import type { QuantileFigure } from './quantile-figure.ts'
import {
  type Estimate,
  type Pace,
  quantileFigures,
  sampledDistribution,
  unresolvedDistribution,
} from './resolution.ts'
import { inOrder } from './send-order.ts'
import type { FigureName, SampledDistribution } from './summary.ts'

/** Values of one latency, ms, and by how much the instrument can have put each wrong. */
export class LatencySample {
  readonly #values = new Float64List()
  readonly #tooLarge = new Float64List()
  readonly #tooSmall = new Float64List()
  #errorsKnown = true

  /**
   * Adds a value: one that isn't there too (NaN), to keep the order. `tooLarge` and `tooSmall` are the most by which it can be
   * so; null where that isn't known. Of all values or of none is `tooSmall` undefined: they can't be.
   */
  push(value: number, tooLarge: number | null, tooSmall?: number | null): void {
    this.#values.push(value)
    if (tooLarge === null || tooSmall === null) this.#errorsKnown = false
    this.#tooLarge.push(tooLarge ?? Number.NaN)
    if (tooSmall !== undefined) this.#tooSmall.push(tooSmall ?? Number.NaN)
  }

  /** `order` is that of sending; each place in it stands for `requestsEach` of the ok requests that are counted by the second. */
  distribution(order: Uint32Array, requestsPerSecond: number, requestsEach = 1): SampledDistribution {
    const sample = orderedSample(inOrder(this.#values.values(), order))
    const n = sample.sorted.length
    const quantiles = (p: number): number => quantile(sample.sorted, p)
    const figures = distribution({ ...moments(sample.ordered), quantile: quantiles })
    if (n === 0) return unresolvedDistribution(figures)
    const error = this.#instrumentError(sample.sorted)
    const estimates: [FigureName, Estimate][] = quantileFigures.map(({ name, p }) => [
      name,
      { interval: quantileInterval(sample, p), instrumentError: error(p) },
    ])
    estimates.push(['mean', { interval: meanInterval(sample), instrumentError: error('mean') }])
    const pace: Pace = { requestsPerObservation: (requestsEach * order.length) / n, requestsPerSecond }
    return sampledDistribution(figures, Object.fromEntries(estimates) as Record<FigureName, Estimate>, pace)
  }

  /** Quantiles of the same values, each with its interval. */
  quantiles(order: Uint32Array, probabilities: readonly number[]): readonly QuantileFigure[] {
    const sample = orderedSample(inOrder(this.#values.values(), order))
    return probabilities.map((p) => {
      return { p, value: quantile(sample.sorted, p), interval: quantileInterval(sample, p) }
    })
  }

  /**
   * How wrong a figure can be. Each true value is at least x − a and at most x + c, and a quantile doesn't fall when values
   * rise: the true one is between those of all x − a and of all x + c. Likewise the mean.
   */
  #instrumentError(sorted: Float64Array): (figure: number | 'mean') => number | null {
    if (!this.#errorsKnown) return () => null
    const lowest = this.#shifted(this.#tooLarge.values(), -1)
    const highest = this.#tooSmall.length === 0 ? sorted : this.#shifted(this.#tooSmall.values(), 1)
    const difference = (low: Float64Array, high: Float64Array): number =>
      moments(high).mean - moments(low).mean
    return (figure) => {
      if (figure === 'mean') return Math.max(difference(lowest, sorted), difference(sorted, highest))
      const q = quantile(sorted, figure)
      return Math.max(q - quantile(lowest, figure), quantile(highest, figure) - q)
    }
  }

  /** The values that there are, each moved by its error, ascending. */
  #shifted(errors: Float64Array, sign: 1 | -1): Float64Array {
    const values = this.#values.values()
    const moved = new Float64Array(values.length)
    let n = 0
    for (let i = 0; i < values.length; i++)
      if (!Number.isNaN(values[i]!)) moved[n++] = values[i]! + sign * errors[i]!
    return moved.subarray(0, n).sort()
  }
}
