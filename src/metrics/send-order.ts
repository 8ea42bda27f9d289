/** Positions in the order of sending; of what was sent at once, in that of the plan. */
export function sendOrder(sentNs: Float64Array, index: Float64Array): Uint32Array {
  const positions = new Uint32Array(sentNs.length)
  for (let i = 0; i < positions.length; i++) positions[i] = i
  return positions.sort((a, b) => sentNs[a]! - sentNs[b]! || index[a]! - index[b]!)
}

/** Values in another order, without those that aren't there (NaN). */
export function inOrder(values: Float64Array, order: Uint32Array): Float64Array {
  const ordered = new Float64Array(order.length)
  let n = 0
  for (let i = 0; i < order.length; i++) {
    const value = values[order[i]!]!
    if (!Number.isNaN(value)) ordered[n++] = value
  }
  return ordered.subarray(0, n)
}
