import { Float64List } from '../record/float64-list.ts'
import type { RequestRecord } from '../record/request-record.ts'
import type { ClusteredSums } from '../statistics/clustered-interval.ts'
import { timeSlices } from '../statistics/rate-interval.ts'
import { inOrder, sendOrder } from './send-order.ts'
import { TimeSlices } from './time-slices.ts'

/** What intervals of pooled gaps are made from: per request and per slice of time, gaps, their sum, and those above thresholds. */
export class GapSums {
  readonly #thresholds: readonly number[]
  readonly #slices: TimeSlices
  readonly #sentNs = new Float64List()
  readonly #index = new Float64List()
  readonly #sizes = new Float64List()
  readonly #sums = new Float64List()
  readonly #above: readonly Float64List[]
  readonly #sliceSizes = new Float64Array(timeSlices)
  readonly #sliceSums = new Float64Array(timeSlices)
  /** By slice, how many gaps are above as many thresholds as the place in it says. */
  readonly #sliceLevels: Float64Array
  readonly #levels: Float64Array
  gaps = 0

  /** Thresholds ascend. */
  constructor(thresholds: readonly number[], startNs: number, endNs: number) {
    this.#thresholds = thresholds
    this.#slices = new TimeSlices(startNs, endNs)
    this.#above = thresholds.map(() => new Float64List())
    this.#levels = new Float64Array(thresholds.length + 1)
    this.#sliceLevels = new Float64Array(timeSlices * this.#levels.length)
  }

  /** Adds a request with at least one gap. */
  add({ tokenNs, tokenEvents, sentNs, plannedNs, index }: RequestRecord): void {
    const levels = this.#levels.fill(0)
    for (let i = 1; i < tokenEvents; i++) {
      const atNs = tokenNs[i]!
      const gap = atNs - tokenNs[i - 1]!
      const level = this.#levelOf(gap)
      const slice = this.#slices.indexOf(atNs)
      levels[level]! += 1
      this.#sliceLevels[slice * levels.length + level]! += 1
      this.#sliceSizes[slice]! += 1
      this.#sliceSums[slice]! += gap
    }
    this.#push({ sentNs, plannedNs, index }, tokenEvents - 1, tokenNs[tokenEvents - 1]! - tokenNs[0]!)
  }

  /** Adds a request as one with so many gaps, all above every threshold, when it was sent. */
  addAbove(request: Pick<RequestRecord, 'sentNs' | 'plannedNs' | 'index'>, gaps: number): void {
    const levels = this.#levels.fill(0)
    const slice = this.#slices.indexOf(request.sentNs ?? request.plannedNs)
    levels[levels.length - 1] = gaps
    this.#sliceLevels[(slice + 1) * levels.length - 1]! += gaps
    this.#sliceSizes[slice]! += gaps
    this.#sliceSums[slice] = Number.POSITIVE_INFINITY
    this.#push(request, gaps, Number.POSITIVE_INFINITY)
  }

  #push(
    { sentNs, plannedNs, index }: Pick<RequestRecord, 'sentNs' | 'plannedNs' | 'index'>,
    gaps: number,
    sum: number,
  ): void {
    this.gaps += gaps
    this.#sentNs.push(sentNs ?? plannedNs)
    this.#index.push(index)
    this.#sizes.push(gaps)
    this.#sums.push(sum)
    this.#above.forEach((list, threshold) => {
      list.push(sumFrom(this.#levels, threshold + 1, this.#levels.length))
    })
  }

  /** By request in the order of sending, and by slice. */
  inSendOrder(): {
    readonly sizes: ClusteredSums
    readonly sums: ClusteredSums
    readonly above: readonly ClusteredSums[]
  } {
    const order = sendOrder(this.#sentNs.values(), this.#index.values())
    const clustered = (byCluster: Float64List, bySlice: Float64Array): ClusteredSums => ({
      byCluster: inOrder(byCluster.values(), order),
      bySlice,
    })
    const length = this.#levels.length
    return {
      sizes: clustered(this.#sizes, this.#sliceSizes),
      sums: clustered(this.#sums, this.#sliceSums),
      above: this.#above.map((list, threshold) =>
        clustered(
          list,
          Float64Array.from({ length: timeSlices }, (_, slice) =>
            sumFrom(this.#sliceLevels, slice * length + threshold + 1, (slice + 1) * length),
          ),
        ),
      ),
    }
  }

  /** How many thresholds a gap is above. */
  #levelOf(gap: number): number {
    const thresholds = this.#thresholds
    let level = 0
    while (level < thresholds.length && gap > thresholds[level]!) level++
    return level
  }
}

function sumFrom(values: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < to; i++) sum += values[i]!
  return sum
}
