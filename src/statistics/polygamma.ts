/** From here on the asymptotic series are exact to 1e-13. */
const large = 12

/** ψ(x) = d ln Γ(x) / dx for x > 0: recurrence up, then the asymptotic series (Abramowitz & Stegun 6.3.5, 6.3.18). */
export function digamma(x: number): number {
  let sum = 0
  let at = x
  for (; at < large; at += 1) sum -= 1 / at
  const square = 1 / (at * at)
  const series =
    square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square / 132))))
  return sum + Math.log(at) - 1 / (2 * at) - series
}

/** ψ′(x) for x > 0 (ibid. 6.4.6, 6.4.12). */
export function trigamma(x: number): number {
  let sum = 0
  let at = x
  for (; at < large; at += 1) sum += 1 / (at * at)
  const inverse = 1 / at
  const square = inverse * inverse
  const series =
    square * (1 / 6 - square * (1 / 30 - square * (1 / 42 - square * (1 / 30 - (square * 5) / 66))))
  return sum + inverse + square / 2 + inverse * series
}
