import { normalCdf } from './normal-cdf.ts'
import { normalQuantile } from './normal-quantile.ts'
import { studentTQuantile } from './student-t-quantile.ts'

const power = 0.8

/**
 * The effect that a two-sided t-test at level alpha shows with a chance of 0.8, in *estimated* standard errors of a comparison
 * like the one at hand: repeated, both have errors of their own. It is the k of P(Z + k S₁ > t S₂) = 0.8, with t the test's critical
 * value, Z normal, and S₁ and S₂ independent and √(χ²_ν / ν): S₁ of the comparison that states k s as its smallest effect, S₂
 * of the next one. t + z₀.₈ of the textbooks takes s for the truth; of 2 degrees its power is 0.64 and not 0.8.
 * With infinitely many degrees, a standard error that is known, both are z₁₋α⸝₂ + z₀.₈.
 *
 * By the trapezoidal rule over ln S₁ and ln S₂, to 1e-4. Throws RangeError unless 0 < alpha < 1 and degrees is above 0.
 */
export function detectableEffect(degrees: number, alpha = 0.05): number {
  const critical = studentTQuantile(1 - alpha / 2, degrees)
  const known = critical + normalQuantile(power)
  if (degrees > 1e4) return known
  const nodes = rootChiNodes(degrees)
  let low = known / 2
  let high = known
  while (powerAt(high, critical, nodes) < power) high *= 2
  for (let step = 0; step < 16; step++) {
    const middle = Math.sqrt(low * high)
    if (powerAt(middle, critical, nodes) < power) low = middle
    else high = middle
  }
  return high
}

interface Node {
  readonly at: number
  readonly weight: number
}

/** √(χ²_ν / ν) by values and their chances; the density of its logarithm u is in proportion to exp(ν (u − e²ᵘ / 2)). */
function rootChiNodes(degrees: number): readonly Node[] {
  const step = 0.7 / Math.sqrt(2 * degrees)
  const from = -Math.max(12 / degrees, Math.sqrt(14 / degrees))
  const nodes: Node[] = []
  let total = 0
  for (let u = from; u < -from; u += step) {
    const weight = Math.exp(degrees * (u - (Math.exp(2 * u) - 1) / 2))
    total += weight
    if (weight > 1e-7) nodes.push({ at: Math.exp(u), weight })
  }
  return nodes.map(({ at, weight }) => ({ at, weight: weight / total }))
}

function powerAt(effect: number, critical: number, nodes: readonly Node[]): number {
  let sum = 0
  for (const stated of nodes) {
    for (const next of nodes) {
      sum += stated.weight * next.weight * normalCdf(effect * stated.at - critical * next.at)
    }
  }
  return sum
}
