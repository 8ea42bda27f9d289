/**
 * Spearman's rank correlation of two equally long samples; ties share the mean of their ranks. NaN when either has no
 * variation or fewer than two values. Throws RangeError for unequal lengths.
 */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length)
    throw new RangeError(`samples of ${x.length} and ${y.length} values have no pairs`)
  const n = x.length
  const xRanks = ranks(x)
  const yRanks = ranks(y)
  const middle = (n + 1) / 2
  let xy = 0
  let xx = 0
  let yy = 0
  for (let i = 0; i < n; i += 1) {
    const dx = xRanks[i]! - middle
    const dy = yRanks[i]! - middle
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  return xy / Math.sqrt(xx * yy)
}

function ranks(values: ArrayLike<number>): Float64Array {
  const n = values.length
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => values[a]! - values[b]!)
  const result = new Float64Array(n)
  for (let first = 0; first < n; ) {
    let end = first + 1
    while (end < n && values[order[end]!] === values[order[first]!]) end += 1
    for (let i = first; i < end; i += 1) result[order[i]!] = (first + 1 + end) / 2
    first = end
  }
  return result
}
