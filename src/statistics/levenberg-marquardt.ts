import { nonNegativeLeastSquares } from './non-negative-least-squares.ts'

/** A sum of squares to be made small over parameters that can't be negative. */
export interface LeastSquaresProblem {
  readonly observations: number
  /** Fills the residuals and their derivatives, `derivatives[i * parameters + j]` of residual i by parameter j. */
  evaluate(parameters: Float64Array, residuals: Float64Array, derivatives: Float64Array): void
}

export interface LeastSquaresFit {
  readonly parameters: Float64Array
  readonly sumOfSquares: number
  readonly converged: boolean
}

const mostSteps = 100
const least = 1e-13

/**
 * Levenberg and Marquardt's method with lower bounds of zero: each step minimises the linearised sum of squares plus
 * λ Σ Jⱼⱼ (step j)² over the parameters that stay ≥ 0, so a bound is met exactly and left again where that helps. Marquardt,
 * J. SIAM 11 (1963) 431; Moré, LNM 630 (1978) for the scaling. `start` must have finite residuals and derivatives. Ends when a step changes
 * the sum by less than 1e-13 of itself, or when no λ finds a smaller one.
 */
export function levenbergMarquardt(problem: LeastSquaresProblem, start: Float64Array): LeastSquaresFit {
  const size = start.length
  let state = evaluated(problem, start)
  let damping = 1e-4
  for (let step = 0; step < mostSteps; step += 1) {
    const { gram, gradient } = normalEquations(state, size)
    for (;;) {
      const next = evaluated(problem, dampedStep(state.parameters, gram, gradient, damping))
      const gain = state.sumOfSquares - next.sumOfSquares
      // At the minimum rounding makes as many steps go up as down.
      const converged = Number.isFinite(gain) && Math.abs(gain) <= least * state.sumOfSquares
      if (gain >= 0) state = next
      if (converged) return { ...state, converged }
      if (gain >= 0) {
        damping = Math.max(damping / 10, 1e-12)
        break
      }
      damping *= 10
      // No direction leads down: rounding is all that is left, or the start was bad.
      if (damping > 1e12) return { ...state, converged: Number.isFinite(state.sumOfSquares) }
    }
  }
  return { ...state, converged: false }
}

interface State {
  readonly parameters: Float64Array
  readonly residuals: Float64Array
  readonly derivatives: Float64Array
  readonly sumOfSquares: number
}

/** What can't be evaluated has an infinite sum, so that no step goes there. */
function evaluated(problem: LeastSquaresProblem, parameters: Float64Array): State {
  const residuals = new Float64Array(problem.observations)
  const derivatives = new Float64Array(problem.observations * parameters.length)
  problem.evaluate(parameters, residuals, derivatives)
  let sum = 0
  for (const residual of residuals) sum += residual * residual
  const sumOfSquares = Number.isFinite(sum) ? sum : Number.POSITIVE_INFINITY
  return { parameters, residuals, derivatives, sumOfSquares }
}

function normalEquations(
  { residuals, derivatives }: State,
  size: number,
): { readonly gram: Float64Array; readonly gradient: Float64Array } {
  const gram = new Float64Array(size * size)
  const gradient = new Float64Array(size)
  for (let row = 0; row < residuals.length; row += 1) {
    for (let i = 0; i < size; i += 1) {
      const derivative = derivatives[row * size + i]!
      gradient[i] = gradient[i]! + derivative * residuals[row]!
      for (let j = 0; j < size; j += 1) {
        gram[i * size + j] = gram[i * size + j]! + derivative * derivatives[row * size + j]!
      }
    }
  }
  return { gram, gradient }
}

/** With H = G + λ diag G, the step to q minimises qᵀHq / 2 − (Hp − g)ᵀq over q ≥ 0. */
function dampedStep(
  parameters: Float64Array,
  gram: Float64Array,
  gradient: Float64Array,
  damping: number,
): Float64Array {
  const size = parameters.length
  const damped = new Float64Array(gram)
  for (let i = 0; i < size; i += 1) damped[i * size + i] = damped[i * size + i]! * (1 + damping)
  const moment = Float64Array.from({ length: size }, (_, i) => {
    let sum = -gradient[i]!
    for (let j = 0; j < size; j += 1) sum += damped[i * size + j]! * parameters[j]!
    return sum
  })
  return nonNegativeLeastSquares(damped, moment)
}
