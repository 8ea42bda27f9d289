const bucketsPerOctave = 4096
const octaves = 53
const asDouble = new Float64Array(1)
const asWords = new Uint32Array(asDouble.buffer)
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
const upperWord = isLittleEndian ? 1 : 0
/** The upper word of a double is sign, 11 bits of exponent, 20 of fraction: all but 8 of them make the bucket. */
const shift = 8
const bucketsBelowOne = 1023 * bucketsPerOctave
const bucketCount = octaves * bucketsPerOctave + 1

/**
 * Bounds of the quantiles of any number of values in fixed memory (1.7 MB): buckets of 2^-12 of the value, of which a
 * quantile's lower bound is the lower edge and its upper bound the upper. Values below 1 share a bucket. For the
 * ends of intervals, which may be rounded outward but never inward.
 */
export class OutwardHistogram {
  readonly #counts = new Float64Array(bucketCount)
  #n = 0
  #min = Number.POSITIVE_INFINITY
  #max = Number.NEGATIVE_INFINITY

  /** A finite number. */
  record(value: number): void {
    this.#counts[bucketOf(value)]! += 1
    this.#n += 1
    if (value < this.#min) this.#min = value
    if (value > this.#max) this.#max = value
  }

  get n(): number {
    return this.#n
  }

  /** At most the p-quantile, by whichever definition, and at least the minimum. NaN without values. */
  below(p: number): number {
    const bucket = this.#bucketAt(Math.floor(this.#n * Math.max(0, p)) - 1)
    if (this.#n === 0) return Number.NaN
    return bucket === 0 ? this.#min : Math.max(this.#min, lowerEdge(bucket))
  }

  /** At least the p-quantile, by whichever definition, and at most the maximum. NaN without values. */
  above(p: number): number {
    if (this.#n === 0) return Number.NaN
    return Math.min(this.#max, lowerEdge(this.#bucketAt(Math.ceil(this.#n * Math.min(1, p))) + 1))
  }

  /**
   * At most, and at least, what lies at a place among the values in ascending order, counted from 0: between two of them as
   * far between as the place is (R's type 7). NaN outside the sample.
   */
  around(place: number): readonly [low: number, high: number] {
    if (!(place >= 0 && place <= this.#n - 1)) return [Number.NaN, Number.NaN]
    const rank = Math.floor(place)
    const [low, high] = this.#orderStatistic(rank)
    if (rank === place) return [low, high]
    const [nextLow, nextHigh] = this.#orderStatistic(rank + 1)
    const share = place - rank
    return [low + share * (nextLow - low), high + share * (nextHigh - high)]
  }

  #orderStatistic(rank: number): readonly [low: number, high: number] {
    const bucket = this.#bucketAt(rank)
    return [Math.max(this.#min, lowerEdge(bucket)), Math.min(this.#max, lowerEdge(bucket + 1))]
  }

  /** The bucket of the value of this rank, counted from 0 and kept within the sample. */
  #bucketAt(rank: number): number {
    const wanted = Math.min(Math.max(rank, 0), this.#n - 1)
    let counted = 0
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      counted += this.#counts[bucket]!
      if (counted > wanted) return bucket
    }
    return Number.NaN
  }
}

function bucketOf(value: number): number {
  if (!(value >= 1)) return 0
  asDouble[0] = value
  const bucket = (asWords[upperWord]! >>> shift) - bucketsBelowOne + 1
  return bucket < bucketCount ? bucket : bucketCount - 1
}

function lowerEdge(bucket: number): number {
  if (bucket === 0) return Number.NEGATIVE_INFINITY
  if (bucket >= bucketCount) return Number.POSITIVE_INFINITY
  const octave = Math.floor((bucket - 1) / bucketsPerOctave)
  return 2 ** octave * (1 + ((bucket - 1) % bucketsPerOctave) / bucketsPerOctave)
}
