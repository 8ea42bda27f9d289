/** The rank of each value among ascending `sorted`, counted from 0, ties sharing the mean of theirs. */
export function midRanks(values: Float64Array, sorted: Float64Array): Float64Array {
  const ranks = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    const below = countBelow(sorted, value)
    // Most values have no ties, and then there is one more up to it or none.
    const upTo =
      sorted[below + 1] === value ? countUpTo(sorted, value) : below + (sorted[below] === value ? 1 : 0)
    ranks[i] = (below + upTo - 1) / 2
  }
  return ranks
}

/** How many of ascending values are less than `value`. */
export function countBelow(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of ascending values are at most `value`. */
export function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}
