import { normalCdf } from './normal-cdf.ts'
import { normalQuantile } from './normal-quantile.ts'
import { studentTQuantile } from './student-t-quantile.ts'

/** Two points above the 0.8 that is promised, for figures that are not quite normal. */
const plainPower = 0.82

/** Degrees of freedom at which it is computed are powers of this. */
const gridRatio = 1.1
/** Of effects by exponent, alpha and power: each takes some milliseconds. */
const computed = new Map<string, number>()

/**
 * The effect that a two-sided t-test at level alpha shows with a chance of 0.8 (or `power`), in *estimated* standard errors of a comparison
 * like the one at hand: repeated, both have errors of their own. It is the k of P(Z + k S₁ > t S₂) = 0.8 (0.82, to be sure), with t the test's critical
 * value, Z normal, and S₁ and S₂ independent and √(χ²_ν / ν): S₁ of the comparison that states k s as its smallest effect, S₂
 * of the next one. t + z₀.₈ of the textbooks takes s for the truth: with 2 degrees of freedom the next comparison shows such
 * an effect with a chance of 0.58. With infinitely many, a standard error that is known, both are z₁₋α⸝₂ + z₀.₈.
 *
 * Within 0.2 % for 1 degree of freedom and more: its logarithm is taken as linear in 1 / ν between powers of 1.1.
 * Throws RangeError unless 0 < alpha < 1 and degrees is above 0.
 */
export function detectableEffect(degrees: number, alpha = 0.05, power: number = plainPower): number {
  if (!(degrees > 0)) throw new RangeError(`degrees of freedom must be above 0, not ${degrees}`)
  if (degrees > 1e4) return studentTQuantile(1 - alpha / 2, degrees) + normalQuantile(power)
  const exponent = Math.floor(Math.log(degrees) / Math.log(gridRatio) + 1e-9)
  const [few, more] = [exponent, exponent + 1].map((of) => 1 / gridRatio ** of) as [number, number]
  const towards = Math.max(0, (few - 1 / degrees) / (few - more))
  return onGrid(exponent, alpha, power) ** (1 - towards) * onGrid(exponent + 1, alpha, power) ** towards
}

function onGrid(exponent: number, alpha: number, power: number): number {
  const key = `${exponent} ${alpha} ${power}`
  const known = computed.get(key) ?? solved(gridRatio ** exponent, alpha, power)
  computed.set(key, known)
  return known
}

function solved(degrees: number, alpha: number, power: number): number {
  const critical = studentTQuantile(1 - alpha / 2, degrees)
  const nodes = rootChiNodes(degrees)
  let low = critical + normalQuantile(power) * 0.99
  let high = low
  while (powerAt(high, critical, nodes) < power) {
    low = high
    high *= 1.5
  }
  for (let step = 0; step < 9; step++) {
    const middle = Math.sqrt(low * high)
    if (powerAt(middle, critical, nodes) < power) low = middle
    else high = middle
  }
  return Math.sqrt(low * high)
}

interface Node {
  readonly at: number
  readonly weight: number
}

/** √(χ²_ν / ν) by values and their chances; the density of its logarithm u is in proportion to exp(ν (u − e²ᵘ / 2)). */
function rootChiNodes(degrees: number): readonly Node[] {
  const step = 0.3 / Math.sqrt(2 * degrees)
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

/**
 * The same for shares that are compared by their counts unless `degrees` of χ² between runs show more dispersion than counts explain, and
 * then by Student's t: what a comparison shows of which the runs don't differ, though in some of its repetitions they seem to.
 */
export function detectableByCounts(degrees: number, alpha = 0.05): number {
  const key = `counts ${degrees} ${alpha}`
  const known = computed.get(key)
  if (known !== undefined) return known
  const z = normalQuantile(1 - alpha / 2)
  const critical = studentTQuantile(1 - alpha / 2, degrees)
  const nodes = rootChiNodes(degrees)
  let low = z
  let high = 20 * critical
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2
    const shown = nodes.reduce((sum, { at, weight }) => {
      return sum + weight * normalCdf(middle - (at > 1 ? critical * at : z))
    }, 0)
    if (shown < plainPower) low = middle
    else high = middle
  }
  computed.set(key, high)
  return high
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
