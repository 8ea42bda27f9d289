/** From here on the asymptotic series is exact to 1e-15. */
const large = 15

/** ln Γ(x) for x > 0: recurrence up, then Stirling's series (Abramowitz & Stegun 6.1.41). */
export function logGamma(x: number): number {
  let product = 1
  let at = x
  for (; at < large; at += 1) product *= at
  const square = 1 / (at * at)
  const series =
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / at
  return (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series - Math.log(product)
}
