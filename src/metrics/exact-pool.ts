import { Float64List } from '../record/float64-list.ts'
import { RunningMoments } from '../statistics/running-moments.ts'

const buckets = 2 ** 16
const limit = 2 ** 32
const notWanted = -1

/**
 * Exact quantiles of any number of whole values in fixed memory, by radix selection in two passes: the first counts
 * values by their upper 16 bits of 32; the second, shown the same values again, counts by the lower 16 bits those in
 * the few buckets that hold a wanted rank. Values below 0 or from 2^32 on (gaps longer than 4.3 s) are rare enough
 * to be kept. Count, mean, sd, minimum and maximum are exact after the first pass.
 */
export class ExactPool {
  readonly #probabilities: readonly number[]
  readonly #coarse = new Float64Array(buckets)
  readonly #below = new Float64List(0)
  readonly #above = new Float64List(0)
  readonly #moments = new RunningMoments()
  /** For each coarse bucket its place among the fine counts, or `notWanted`; undefined during the first pass. */
  #placeOf: Int32Array | undefined
  #fine: Float64Array = new Float64Array(0)

  /** `probabilities` are those that `quantile` will be asked for. */
  constructor(probabilities: readonly number[]) {
    this.#probabilities = probabilities
  }

  /** First pass. A fraction of a value counts for the mean only. */
  add(value: number): void {
    this.#moments.add(value)
    if (value < 0) this.#below.push(value)
    else if (value >= limit) this.#above.push(value)
    else this.#coarse[value >>> 16]! += 1
  }

  /** Second pass: every value once more, in any order. */
  addAgain(value: number): void {
    const placeOf = this.#placeOf ?? this.#chooseBuckets()
    if (value < 0 || value >= limit) return
    const place = placeOf[value >>> 16]!
    if (place !== notWanted) this.#fine[place * buckets + (value & 0xffff)]! += 1
  }

  get n(): number {
    return this.#moments.n
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

  /** The p-quantile (type 7, as statistics/quantile.ts), after both passes. NaN without values. */
  quantile(p: number): number {
    if (this.n === 0) return Number.NaN
    const position = (this.n - 1) * p
    const below = Math.floor(position)
    const low = this.#orderStatistic(below)
    const high = this.#orderStatistic(Math.min(below + 1, this.n - 1))
    return low + (position - below) * (high - low)
  }

  #chooseBuckets(): Int32Array {
    const placeOf = new Int32Array(buckets).fill(notWanted)
    let places = 0
    for (const p of this.#probabilities) {
      const below = Math.floor((this.n - 1) * p)
      for (const rank of [below, Math.min(below + 1, this.n - 1)]) {
        const within = rank - this.#below.length
        if (within < 0 || rank >= this.n - this.#above.length) continue
        const { bucket } = locate(this.#coarse, within)
        if (placeOf[bucket] === notWanted) placeOf[bucket] = places++
      }
    }
    this.#below.values().sort()
    this.#above.values().sort()
    this.#fine = new Float64Array(places * buckets)
    this.#placeOf = placeOf
    return placeOf
  }

  #orderStatistic(rank: number): number {
    const placeOf = this.#placeOf ?? this.#chooseBuckets()
    if (rank < this.#below.length) return this.#below.values()[rank]!
    const fromAbove = rank - (this.n - this.#above.length)
    if (fromAbove >= 0) return this.#above.values()[fromAbove]!
    const { bucket, rest } = locate(this.#coarse, rank - this.#below.length)
    const place = placeOf[bucket]!
    return bucket * buckets + locate(this.#fine.subarray(place * buckets, (place + 1) * buckets), rest).bucket
  }
}

/** The bucket in which the value of this rank lies, and its rank within that bucket. */
function locate(counts: Float64Array, rank: number): { bucket: number; rest: number } {
  let rest = rank
  for (let bucket = 0; bucket < counts.length; bucket++) {
    if (rest < counts[bucket]!) return { bucket, rest }
    rest -= counts[bucket]!
  }
  throw new RangeError('the second pass must show the values of the first')
}
