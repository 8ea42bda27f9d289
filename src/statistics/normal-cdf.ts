/** From here on the continued fraction converges fast. */
const far = 3
const terms = 60

/** P(Z ≤ x) of the standard normal, to 1e-13 of its size on either side: a series (Abramowitz & Stegun 26.2.11) in the middle, a continued fraction (26.2.14) in the tails. */
export function normalCdf(x: number): number {
  const size = Math.abs(x)
  if (size < far) return 0.5 + density(x) * series(x)
  const tail = density(size) / fraction(size)
  return x < 0 ? tail : 1 - tail
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}

/** x + x³/3 + x⁵/15 + … */
function series(x: number): number {
  let term = x
  let sum = x
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (x * x) / k
    sum += term
  }
  return sum
}

/** x + 1/(x + 2/(x + 3/(x + …))) */
function fraction(x: number): number {
  let value = x
  for (let k = terms; k >= 1; k--) value = x + k / value
  return value
}
