/**
 * The upper tail of the Kolmogorov distribution, P(K > x): the p-value of √n · D in the limit of large n.
 *
 * Two series of the same function (Kolmogorov 1933; the second by Jacobi's theta identity): the first converges fast
 * for large x, the second for small. Four terms of either are exact to 1e-15 on its side of 1.
 */
export function kolmogorovTail(x: number): number {
  if (!(x > 0)) return 1
  let sum = 0
  if (x < 1) {
    for (let k = 1; k <= 7; k += 2) sum += Math.exp((-k * k * Math.PI * Math.PI) / (8 * x * x))
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum
  }
  for (let k = 1; k <= 4; k += 1) sum += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x)
  return 2 * sum
}
