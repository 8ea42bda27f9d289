import { drawNormal } from './draw-normal.ts'
import type { Random } from './random.ts'

/**
 * Draws from the gamma distribution (mean shape × scale, variance shape × scale²), by Marsaglia & Tsang 2000, "A simple
 * method for generating gamma variables". Below shape 1, Gamma(shape) = Gamma(shape + 1) · U^(1/shape).
 */
export function drawGamma(random: Random, shape: number, scale: number): number {
  if (shape >= 1) return scale * drawUnitGamma(random, shape)
  // U^(1/shape), in half the time of the power.
  return scale * drawUnitGamma(random, shape + 1) * Math.exp(Math.log(1 - random.uniform()) / shape)
}

function drawUnitGamma(random: Random, shape: number): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = drawNormal(random, 0, 1)
    const root = 1 + c * x
    if (root <= 0) continue
    const v = root * root * root
    const u = 1 - random.uniform()
    const square = x * x
    // True nearly always when the exact test below is, and never otherwise: it saves the two logarithms.
    if (u < 1 - 0.0331 * square * square) return d * v
    if (Math.log(u) < 0.5 * square + d - d * v + d * Math.log(v)) return d * v
  }
}
