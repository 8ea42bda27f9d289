/** A block's correlation with the next must be twice what chance gives before it is believed. */
const significance = 2

/**
 * About how many successive values of a sequence count as one independent value; 1 when no dependence shows.
 *
 * The variance of a mean of n dependent values is that of n / b independent ones. Were the sequence autoregressive of
 * order 1 with correlation r, b would be (1 + r) / (1 − r), and r is known well long before batch means are: from
 * hundreds of pairs instead of twenty batches. A queue's waits are of that kind at short distance, but latency is also a slow
 * queue under the noise of each request's own size. So the same is asked of means of blocks of 1, 2, 4, 8 … values: with V_m
 * the variance of a block's mean times m over that of a value,
 *
 *     b = max over m of  max(1, V_m) (1 + r_m) / (1 − r_m)   where r_m > 2 / √blocks,
 *
 * as long as there are `fewestBlocks` blocks. A maximum, because missing dependence is what makes an interval lie.
 * Dependence that is longer than the whole sequence can't be seen by any such rule.
 */
export function dependenceLength(values: Float64Array, fewestBlocks: number): number {
  const single = blocks(values)
  let length = 1
  for (let means = values, size = 1; means.length >= Math.max(fewestBlocks, 2); size *= 2) {
    const { variance, correlation } = size === 1 ? single : blocks(means)
    if (correlation > significance / Math.sqrt(means.length)) {
      const inflation = Math.max(1, (size * variance) / single.variance)
      length = Math.max(length, (inflation * (1 + correlation)) / (1 - Math.min(correlation, 0.999)))
    }
    means = pairMeans(means)
  }
  return length
}

/** Variance, and correlation with the next; 0 without variation. */
function blocks(values: Float64Array): { readonly variance: number; readonly correlation: number } {
  const n = values.length
  let mean = 0
  for (let i = 0; i < n; i++) mean += values[i]!
  mean /= n
  let squares = 0
  let products = 0
  let before = 0
  for (let i = 0; i < n; i++) {
    const difference = values[i]! - mean
    squares += difference * difference
    products += difference * before
    before = difference
  }
  // What rounding leaves of values that are all the same isn't variation.
  const varied = squares > n * (1e-12 * mean) ** 2
  return { variance: squares / (n - 1), correlation: varied ? products / squares : 0 }
}

function pairMeans(values: Float64Array): Float64Array {
  const means = new Float64Array(Math.floor(values.length / 2))
  for (let i = 0; i < means.length; i++) means[i] = (values[2 * i]! + values[2 * i + 1]!) / 2
  return means
}
