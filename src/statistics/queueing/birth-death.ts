/** How many customers are in a queue whose service depends on that number. */
export interface BirthDeathLaw {
  /** P(n in the system), n = 0, 1, …; what is beyond the last is less than 1e-12. */
  readonly inSystem: Float64Array
  readonly meanInSystem: number
  /** By Little's law; that of those who come is that of all. */
  readonly meanResponseSeconds: number
}

const negligible = 1e-12
const mostStates = 1_000_000

/**
 * M/M(n)/1: Poisson arrivals, and μ(n) completions a second with n in the system, exponential:
 * π_n ∝ Π_{i ≤ n} λ / μ(i) (Kleinrock 1975, §3.1). `completionsPerSecond` is asked for n = 1 … `constantFrom`, and is constant from there
 * on. λ > 0. Null without a steady state: λ ≥ μ(constantFrom); also when the tail is so long that a million states don't hold it.
 */
export function birthDeath(
  arrivalsPerSecond: number,
  completionsPerSecond: (inSystem: number) => number,
  constantFrom: number,
): BirthDeathLaw | null {
  const ratio = arrivalsPerSecond / completionsPerSecond(constantFrom)
  if (!(ratio < 1)) return null
  // Relative to the largest so far, or a product of thousands of ratios would overflow.
  let weights = [1]
  let total = 1
  for (let n = 1; n < mostStates; n++) {
    const factor = n < constantFrom ? arrivalsPerSecond / completionsPerSecond(n) : ratio
    let weight = weights[n - 1]! * factor
    if (weight > 1e200) {
      weights = weights.map((each) => each / weight)
      total /= weight
      weight = 1
    }
    weights.push(weight)
    total += weight
    const beyond = weight * (ratio / (1 - ratio))
    if (n >= constantFrom && beyond < negligible * total) return law(weights, total, arrivalsPerSecond)
  }
  return null
}

function law(weights: readonly number[], total: number, arrivalsPerSecond: number): BirthDeathLaw {
  const inSystem = Float64Array.from(weights, (weight) => weight / total)
  const meanInSystem = inSystem.reduce((sum, p, n) => sum + n * p, 0)
  return { inSystem, meanInSystem, meanResponseSeconds: meanInSystem / arrivalsPerSecond }
}
