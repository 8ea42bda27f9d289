import { logGamma } from './log-gamma.ts'

/** Lentz: what stands for a denominator of 0. */
const tiny = 1e-300
const most = 100_000

/**
 * The regularized incomplete beta function I_x(a, b), which is the distribution function of Beta(a, b), by its continued fraction
 * (Abramowitz & Stegun 26.5.8; modified Lentz's evaluation, Thompson & Barnett 1986) on the side of the mean where that converges
 * fast. To 1e-12 of its size for a and b up to 1000 or so; beyond, rounding of ln Γ costs digits in proportion (1e-9 at a million).
 * Throws RangeError unless 0 ≤ x ≤ 1, a > 0 and b > 0.
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0 && a + b < Number.POSITIVE_INFINITY))
    throw new RangeError(`no incomplete beta function of ${x} with ${a} and ${b}`)
  return betaTails(x, 1 - x, a, b)
}

/** The same of x where 1 − x is known better than by subtraction. */
export function betaTails(x: number, complement: number, a: number, b: number): number {
  if (x === 0 || complement === 0) return x === 0 ? 0 : 1
  const logFront = a * Math.log(x) + b * Math.log(complement) + logGamma(a + b) - logGamma(a) - logGamma(b)
  const front = Math.exp(logFront)
  return x < (a + 1) / (a + b + 2)
    ? (front * fraction(x, a, b)) / a
    : 1 - (front * fraction(complement, b, a)) / b
}

function fraction(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / apart(1 - ((a + b) * x) / (a + 1))
  let value = d
  for (let m = 1; m <= most; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / apart(1 + even * d)
    c = apart(1 + even / c)
    value *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / apart(1 + odd * d)
    c = apart(1 + odd / c)
    const step = d * c
    value *= step
    if (Math.abs(step - 1) < 1e-15) break
  }
  return value
}

function apart(value: number): number {
  return Math.abs(value) < tiny ? tiny : value
}
