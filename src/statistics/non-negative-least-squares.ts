/**
 * The x ≥ 0 that minimises xᵀGx / 2 − mᵀx: least squares with coefficients that can't be negative, from the normal
 * equations (G = AᵀA row by row, m = Aᵀb). Tries every set of coefficients that are free, which for the few that a law has
 * is exact, needs no tolerance and can't go round in circles (Lawson & Hanson 1974, ch. 23, search the sets for many).
 * A coefficient without influence (a zero on the diagonal of G) is 0. Throws RangeError above 6 coefficients.
 */
export function nonNegativeLeastSquares(gram: Float64Array, moment: Float64Array): Float64Array {
  const size = moment.length
  if (size > 6 || gram.length !== size * size)
    throw new RangeError(`${gram.length} products for ${size} coefficients`)
  let best = new Float64Array(size)
  let least = 0
  // All free comes first: where that has no negative coefficient, nothing is better.
  for (let set = 2 ** size - 1; set > 0; set -= 1) {
    const x = solveFree(gram, moment, set)
    if (x === null || x.some((value) => value < 0)) continue
    if (set === 2 ** size - 1) return x
    // At the minimum of a set the objective is −mᵀx / 2.
    const objective = -x.reduce((sum, value, i) => sum + value * moment[i]!, 0) / 2
    if (objective < least) {
      least = objective
      best = x
    }
  }
  return best
}

/** The minimum over the coefficients whose bit is set, the others 0, by Cholesky's factors of the scaled matrix; null when singular. */
function solveFree(gram: Float64Array, moment: Float64Array, set: number): Float64Array<ArrayBuffer> | null {
  const size = moment.length
  const free = Array.from({ length: size }, (_, i) => i).filter((i) => (set >> i) & 1)
  const scale = free.map((i) => Math.sqrt(gram[i * size + i]!))
  if (scale.some((value) => !(value > 0))) return null
  const n = free.length
  const factor = new Float64Array(n * n)
  const y = new Float64Array(n)
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = gram[free[i]! * size + free[j]!]! / (scale[i]! * scale[j]!)
      for (let k = 0; k < j; k += 1) sum -= factor[i * n + k]! * factor[j * n + k]!
      if (i === j && !(sum > 1e-14)) return null
      factor[i * n + j] = i === j ? Math.sqrt(sum) : sum / factor[j * n + j]!
    }
    let sum = moment[free[i]!]! / scale[i]!
    for (let k = 0; k < i; k += 1) sum -= factor[i * n + k]! * y[k]!
    y[i] = sum / factor[i * n + i]!
  }
  const x = new Float64Array(size)
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = y[i]!
    for (let k = i + 1; k < n; k += 1) sum -= factor[k * n + i]! * y[k]!
    y[i] = sum / factor[i * n + i]!
    x[free[i]!] = y[i]! / scale[i]!
  }
  return x
}
