import type { Random } from './random.ts'

/**
 * Draws from the normal distribution, by the polar method (Marsaglia & Bray 1964). The second normal that the method
 * yields is thrown away: keeping it would make a draw depend on how many were drawn before it.
 */
export function drawNormal(random: Random, mean: number, sd: number): number {
  for (;;) {
    const x = 2 * random.uniform() - 1
    const y = 2 * random.uniform() - 1
    const square = x * x + y * y
    if (square < 1 && square > 0) return mean + sd * x * Math.sqrt((-2 * Math.log(square)) / square)
  }
}
