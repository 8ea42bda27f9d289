/*
 * Buckets of a log-linear histogram: 128 to each power of two, so that a bucket's middle is within 1/256 of whatever
 * it holds.
 *
 * A double is a sign, 11 bits of exponent, then the fraction. The upper 32-bit word shifted right by 13 is therefore
 * the exponent and the fraction's first 7 bits: the bucket, without a logarithm. Bucket 0 is [0, 1), bucket 1 begins
 * at 1, and the last holds everything from 2^53 on (104 days, in nanoseconds).
 */
const bucketsPerOctave = 128
const octaves = 53
const bucketsBelowOne = 1023 * bucketsPerOctave
export const bucketCount: number = octaves * bucketsPerOctave + 2

const asDouble = new Float64Array(1)
const asWords = new Uint32Array(asDouble.buffer)
const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1
const upperWord = isLittleEndian ? 1 : 0

/** The bucket of a finite number from 0 up. */
export function bucketOf(value: number): number {
  if (value < 1) return 0
  asDouble[0] = value
  const bucket = (asWords[upperWord]! >>> 13) - bucketsBelowOne + 1
  return bucket < bucketCount ? bucket : bucketCount - 1
}

/** The value that stands for all of a bucket: its middle, and 0 for what is below 1. */
export function middleOf(bucket: number): number {
  if (bucket === 0) return 0
  const octave = Math.floor((bucket - 1) / bucketsPerOctave)
  const step = (bucket - 1) % bucketsPerOctave
  return 2 ** octave * (1 + (step + 0.5) / bucketsPerOctave)
}
