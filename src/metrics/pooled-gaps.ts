import type { RequestRecord } from '../record/request-record.ts'
import {
  type ClusteredSums,
  type Clusters,
  clusteredMeanInterval,
  clusteredQuantileInterval,
  clusters,
} from '../statistics/clustered-interval.ts'
import type { Interval } from '../statistics/interval.ts'
import { OutwardHistogram } from '../statistics/outward-histogram.ts'
import { distribution } from './distribution.ts'
import type { ErrorBounds } from './error-bounds.ts'
import { ExactPool } from './exact-pool.ts'
import { GapErrors } from './gap-error.ts'
import { GapSums } from './gap-sums.ts'
import type { QuantileFigure } from './quantile-figure.ts'
import { type Estimate, quantileFigures, sampledDistribution, unresolvedDistribution } from './resolution.ts'
import type { FigureName, SampledDistribution } from './summary.ts'

const nsPerMs = 1e6

/** What intervals of gaps are made from; `above` by the probability of a quantile. */
interface ClusteredGaps {
  readonly all: Clusters
  readonly sums: ClusteredSums
  readonly above: readonly ClusteredSums[]
}

/**
 * The gaps between tokens of all measured ok requests together, in memory that doesn't grow with the number of tokens. Three
 * passes: the first counts, the second selects the exact quantiles, the third finds for each request how many of its gaps are
 * above each of them, which is what intervals of clustered values need.
 */
export class PooledGaps {
  /** Ascending. */
  readonly #probabilities: readonly number[]
  readonly #pool: ExactPool
  readonly #edges = new OutwardHistogram()
  readonly #errors = new GapErrors()
  #sums: GapSums | undefined
  #clustered: ClusteredGaps | undefined

  /** `probabilities` of quantiles that `quantileFigure` will be asked for. */
  constructor(probabilities: readonly number[] = []) {
    const all = new Set([...quantileFigures.map(({ p }) => p), ...probabilities])
    this.#probabilities = [...all].sort((a, b) => a - b)
    this.#pool = new ExactPool(this.#probabilities)
  }

  add(record: RequestRecord): void {
    this.#errors.add(record)
    const { tokenNs, tokenEvents } = record
    for (let i = 1; i < tokenEvents; i++) {
      const gap = tokenNs[i]! - tokenNs[i - 1]!
      this.#pool.add(gap)
      this.#edges.record(gap)
    }
  }

  addAgain({ tokenNs, tokenEvents }: RequestRecord): void {
    for (let i = 1; i < tokenEvents; i++) this.#pool.addAgain(tokenNs[i]! - tokenNs[i - 1]!)
  }

  /** `startNs` to `endNs` is the time that all of the gaps are in. */
  addThird(record: RequestRecord, startNs: number, endNs: number): void {
    if (record.tokenEvents < 2) return
    this.#sums ??= new GapSums(
      this.#probabilities.map((p) => this.#pool.quantile(p)),
      startNs,
      endNs,
    )
    this.#sums.add(record)
  }

  get n(): number {
    return this.#pool.n
  }

  /**
   * In milliseconds, after the third pass; throws RangeError when that didn't show every gap. `tokenErrorUs` is how late single
   * tokens of the run can be, `okRequests` how many requests there were.
   */
  distribution(
    tokenErrorUs: ErrorBounds,
    okRequests: number,
    requestsPerSecond: number,
  ): SampledDistribution {
    const figures = distribution(this.#pool, nsPerMs)
    if (this.#pool.n === 0) return unresolvedDistribution(figures)
    const { all, sums } = this.#inClusters()
    const estimates = quantileFigures.map(({ name, p }) => [name, this.#quantile(p, tokenErrorUs)])
    return sampledDistribution(
      figures,
      Object.fromEntries([...estimates, ['mean', this.#mean(all, sums)]]) as Record<FigureName, Estimate>,
      { requestsPerObservation: okRequests / all.sizes.byCluster.length, requestsPerSecond },
    )
  }

  /** The p-quantile, one of those asked for, in ms after the third pass. There must be gaps. */
  quantileFigure(p: number): QuantileFigure {
    return { p, value: this.#pool.quantile(p) / nsPerMs, interval: this.#quantileInterval(p) }
  }

  #quantile(p: number, tokenErrorUs: ErrorBounds): Estimate {
    const errorNs = this.#errors.ofQuantile(this.#pool.quantile(p), p, tokenErrorUs)
    const interval = this.#quantileInterval(p)
    return { interval, instrumentError: errorNs === null ? null : errorNs / nsPerMs }
  }

  #quantileInterval(p: number): Interval {
    const { all, above } = this.#inClusters()
    return this.#inMs(
      clusteredQuantileInterval(all, above[this.#probabilities.indexOf(p)]!, p),
      (low) => this.#edges.below(low),
      (high) => this.#edges.above(high),
    )
  }

  #inClusters(): ClusteredGaps {
    if (this.#clustered !== undefined) return this.#clustered
    if (this.#sums?.gaps !== this.#pool.n)
      throw new RangeError('the third pass must show the gaps of the first')
    const { sizes, sums, above } = this.#sums.inSendOrder()
    this.#clustered = { all: clusters(sizes, sums), sums, above }
    return this.#clustered
  }

  #mean(all: Clusters, sums: ClusteredSums): Estimate {
    const { mean, sd, min, n } = this.#pool
    const interval = clusteredMeanInterval(all, sums, {
      mean,
      sd: n > 1 ? sd : 0,
      positive: min >= 0 && mean > 0,
    })
    const errorNs = this.#errors.ofMean()
    return {
      interval: this.#inMs(
        interval,
        (low) => low,
        (high) => high,
      ),
      instrumentError: Number.isNaN(errorNs) ? null : errorNs / nsPerMs,
    }
  }

  #inMs(interval: Interval, low: (value: number) => number, high: (value: number) => number): Interval {
    if (interval.state === 'refused') return interval
    return { ...interval, low: low(interval.low) / nsPerMs, high: high(interval.high) / nsPerMs }
  }
}
