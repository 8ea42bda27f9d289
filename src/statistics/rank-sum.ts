/**
 * The rank-sum test of Wilcoxon 1945 and Mann & Whitney 1947, in its normal approximation with the correction for
 * ties: z is above 0 when x tends to be larger than y, and standard normal, for some 10 values or more of each, when
 * both are from one distribution and independent. NaN without values or variation.
 */
export function rankSum(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length + y.length
  const pooled = Float64Array.from({ length: n }, (_, i) => (i < x.length ? x[i]! : y[i - x.length]!))
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => pooled[a]! - pooled[b]!)
  let sum = 0
  let ties = 0
  for (let first = 0; first < n; ) {
    let end = first
    let ofX = 0
    while (end < n && pooled[order[end]!] === pooled[order[first]!]) if (order[end++]! < x.length) ofX++
    sum += ofX * ((first + 1 + end) / 2)
    const tied = end - first
    ties += tied ** 3 - tied
    first = end
  }
  const variance = ((x.length * y.length) / 12) * (n + 1 - ties / (n * (n - 1)))
  return (sum - (x.length * (n + 1)) / 2) / Math.sqrt(variance)
}
