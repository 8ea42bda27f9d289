import { bucketCount, bucketOf, middleOf } from './log-bucket.ts'
import { RunningMoments } from './running-moments.ts'

/** A histogram's content as plain data, for JSON and structured cloning. Its size is that of what it holds. */
export interface PlainLogHistogram {
  readonly n: number
  readonly rejected: number
  readonly mean: number
  /** Sum of squared differences from the mean. */
  readonly squares: number
  /** 0 without values, as is max: JSON has no infinity. */
  readonly min: number
  readonly max: number
  /** Numbers of the buckets that hold something, ascending, and how many values each holds. */
  readonly buckets: readonly number[]
  readonly counts: readonly number[]
}

/**
 * A histogram of non-negative numbers whose buckets grow with the value, so that a quantile's relative error is at most
 * 1/256 whatever the scale. Count, mean, standard deviation, minimum and maximum are exact. Its memory is fixed (54 KB)
 * and `record` allocates nothing. A class because it is filled over time, on the hot path.
 */
export class LogHistogram {
  readonly #counts = new Float64Array(bucketCount)
  readonly #moments = new RunningMoments()
  #rejected = 0

  /** Counts a value. What isn't a finite number from 0 up is counted in `rejected` and nowhere else. */
  record(value: number): void {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) {
      this.#rejected += 1
      return
    }
    const bucket = bucketOf(value)
    this.#counts[bucket] = this.#counts[bucket]! + 1
    this.#moments.add(value)
  }

  get n(): number {
    return this.#moments.n
  }

  get rejected(): number {
    return this.#rejected
  }

  /** NaN without values, as are min and max. */
  get mean(): number {
    return this.#moments.mean
  }

  /** Sample standard deviation (divisor n − 1); NaN with fewer than two values. */
  get sd(): number {
    return this.#moments.sd
  }

  get min(): number {
    return this.#moments.min
  }

  get max(): number {
    return this.#moments.max
  }

  /**
   * The p-quantile (type 7) to within 1/256 of its exact value; of values below 1, to within 1. NaN without values.
   * Throws RangeError unless 0 ≤ p ≤ 1.
   */
  quantile(p: number): number {
    if (!(p >= 0 && p <= 1)) throw new RangeError(`a quantile's p must be from 0 to 1, not ${p}`)
    if (this.n === 0) return Number.NaN
    const position = (this.n - 1) * p
    const rank = Math.floor(position)
    // Both order statistics are within 1/256 of the truth, and so is any mean of the two.
    const low = this.#orderStatistic(rank)
    const high = this.#orderStatistic(Math.min(rank + 1, this.n - 1))
    return low + (position - rank) * (high - low)
  }

  /** How many values are above this one, and perhaps some within 1/128 below it: never too few. */
  countAbove(value: number): number {
    if (value >= this.max) return 0
    let count = 0
    for (let bucket = bucketOf(Math.max(0, value)); bucket < bucketCount; bucket += 1)
      count += this.#counts[bucket]!
    return count
  }

  /** Adds another histogram's values to this one's. Throws RangeError when it isn't what `toPlain` made. */
  add(other: PlainLogHistogram): void {
    checkPlain(other)
    this.#rejected += other.rejected
    if (other.n === 0) return
    other.buckets.forEach((bucket, i) => {
      this.#counts[bucket] = this.#counts[bucket]! + other.counts[i]!
    })
    this.#moments.addAll(other)
  }

  toPlain(): PlainLogHistogram {
    const buckets: number[] = []
    const counts: number[] = []
    this.#counts.forEach((count, bucket) => {
      if (count === 0) return
      buckets.push(bucket)
      counts.push(count)
    })
    const { n, squares } = this.#moments
    const { mean, min, max } = n > 0 ? this.#moments : { mean: 0, min: 0, max: 0 }
    return { n, rejected: this.#rejected, mean, squares, min, max, buckets, counts }
  }

  /** The value of this rank, counted from 0: the extremes exactly, any other as its bucket's middle between them. */
  #orderStatistic(rank: number): number {
    if (rank === 0) return this.min
    if (rank === this.n - 1) return this.max
    let below = 0
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      below += this.#counts[bucket]!
      if (below > rank) return Math.min(Math.max(middleOf(bucket), this.min), this.max)
    }
    return this.max
  }
}

function checkPlain(plain: PlainLogHistogram): void {
  const { n, rejected, mean, squares, min, max, buckets, counts } = plain
  const finite = [rejected, mean, squares, min, max].every(Number.isFinite)
  const known = buckets.every((bucket) => Number.isInteger(bucket) && bucket >= 0 && bucket < bucketCount)
  const total = counts.reduce((sum, count) => sum + (count > 0 ? count : Number.NaN), 0)
  if (!finite || !known || buckets.length !== counts.length || total !== n) {
    throw new RangeError(`not a histogram's content: ${n} values, ${total} in ${buckets.length} buckets`)
  }
}
