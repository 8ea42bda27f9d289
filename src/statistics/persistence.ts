/** A first-order autoregression fitted to what is left of a series when a model has been taken out of it. */
export interface Persistence {
  /** How much of a deviation is left one step later, as estimated. */
  readonly phi: number
  /** The most that the series leaves possible, in [0, 1]; 1 is a random walk. */
  readonly upper: number
  /** Variance of what is new in each step. */
  readonly innovationVariance: number
}

/** Standard errors by which the upper bound lies above the estimate. */
const standardErrors = 4

/**
 * Fits an autoregression of order one to residuals about a model of `parameters` parameters (1: a mean; 2: a line).
 * The estimate of phi from n values is too low by about (p + (p + 2) φ) / n for these models (Marriott & Pope 1954 for a
 * mean, Shaman & Stine 1988 for a line), with a standard error of √((1 − φ²) / n); the upper bound mends the one and adds four of
 * the other, so that what looks like noise because there is too little of it isn't taken for noise.
 */
export function persistence(residuals: Float64Array, parameters: number): Persistence {
  const n = residuals.length
  let squares = 0
  let products = 0
  for (let i = 0; i < n; i++) {
    squares += residuals[i]! ** 2
    if (i > 0) products += residuals[i]! * residuals[i - 1]!
  }
  const phi = squares > 0 ? products / squares : 0
  let innovations = 0
  for (let i = 1; i < n; i++) innovations += (residuals[i]! - phi * residuals[i - 1]!) ** 2
  const bias = (parameters + (parameters + 2) * Math.max(phi, 0)) / n
  const error = Math.sqrt(Math.max(1 - phi * phi, 1 / n) / n)
  return {
    phi,
    upper: Math.max(0, Math.min(1, phi + bias + standardErrors * error)),
    innovationVariance: innovations / Math.max(1, n - 1 - parameters),
  }
}

/**
 * Variance of a contrast Σ w_i y_i (Σ w_i = 0) of a series as persistent as it may be at most. It grows with `upper`
 * without a jump to that of a random walk, −½ s² ΣΣ w_i w_j |i − j|.
 */
export function contrastVariance(weights: Float64Array, { upper, innovationVariance }: Persistence): number {
  let sum = 0
  if (upper < 0.9999) {
    let carried = 0
    for (const weight of weights) {
      sum += weight * weight + 2 * weight * carried
      carried = upper * (carried + weight)
    }
    return (sum * innovationVariance) / (1 - upper * upper)
  }
  let weightBefore = 0
  let momentBefore = 0
  for (const [i, weight] of weights.entries()) {
    sum -= weight * (i * weightBefore - momentBefore)
    weightBefore += weight
    momentBefore += weight * i
  }
  return sum * innovationVariance
}

/**
 * By how many standard errors a contrast must lie from 0 to be believed, when persistence was estimated from n values.
 * By simulation of series of 100 to 5000 whose 20 to 100 block medians were tested: of white noise and of sojourns in
 * M/M/1 up to 0.9 fewer than 1 in a thousand come so far; of what is worst, a constant plus such a sojourn, or noise over an
 * autoregression of 0.995, 2 or 3 in a thousand.
 */
export function contrastLimit(n: number): number {
  return 4.5 * Math.max(1, Math.sqrt(40 / n))
}
