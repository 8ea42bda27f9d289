/**
 * The largest difference, either way, between the means of a sequence's two sides, over all splits that leave `least` values (1 or more)
 * on each; 0 where they are too few for that. In the unit of the values, in one pass: what no split reaches needn't be looked for.
 */
export function largestMeanShift(values: ArrayLike<number>, least: number): number {
  const n = values.length
  // From the first value, so that sums lose no digits to a level that all share.
  const origin = n === 0 ? 0 : values[0]!
  let total = 0
  for (let i = 0; i < n; i++) total += values[i]! - origin
  let left = 0
  let largest = 0
  for (let m = 1; m <= n - least; m++) {
    left += values[m - 1]! - origin
    if (m < least) continue
    largest = Math.max(largest, Math.abs((total - left) / (n - m) - left / m))
  }
  return largest
}
