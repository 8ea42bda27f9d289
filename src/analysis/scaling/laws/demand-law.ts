import { levenbergMarquardt } from '../../../statistics/levenberg-marquardt.ts'
import { nonNegativeLeastSquares } from '../../../statistics/non-negative-least-squares.ts'
import type { LawName } from '../scaling-report.ts'
import type { Law, LogSample } from './law.ts'

/**
 * The universal scalability law (Gunther, Guerrilla Capacity Planning 2007, ch. 4)
 *
 *     X(N) = γ N / (1 + σ (N − 1) + κ N (N − 1))
 *
 * as N / X = e + f N + c N (N − 1): e what each bears alone, f what all queue for (1 / f is the highest throughput that it
 * allows), c what each costs each other. γ = 1 / (e + f), σ = f / (e + f), κ = c / (e + f), so that 0 ≤ σ ≤ 1 and κ ≥ 0 are
 * e, f, c ≥ 0. The highest throughput is at N* = √((1 − σ) / κ) = √(e / c). Amdahl's law is c = 0, linear scaling f = c = 0.
 *
 * Fitted to ln X by Levenberg and Marquardt from the weighted linear fit of N / X.
 */
function demandLaw(name: LawName, coefficients: 1 | 2 | 3): Law {
  return {
    name,
    coefficients,
    leastLoads: coefficients + 1,
    fit(sample, start) {
      const { parameters, converged } = levenbergMarquardt(
        {
          observations: sample.loads.length,
          evaluate: (x, residuals, derivatives) => evaluate(x, sample, residuals, derivatives),
        },
        start ?? linearFit(sample, coefficients),
      )
      // Falling faster than 1 / N: no σ ≤ 1 does that.
      const [e, f = 0] = parameters
      return converged && e! + f > 0 ? parameters : null
    },
    throughputAt: (x, load) => load / demand(x, load),
    parametersOf([e, f = 0, c = 0]) {
      const one = e! + f
      const all = { gamma: 1 / one, sigma: f / one, kappa: c / one }
      return Object.fromEntries(Object.entries(all).slice(0, coefficients))
    },
    summitOf([e, f = 0, c = 0]) {
      if (c > 0) {
        // σ = 1 falls from the first load on.
        const load = Math.max(1, Math.sqrt(e! / c))
        return { load, throughput: load / demand(Float64Array.of(e!, f, c), load) }
      }
      return { load: Number.POSITIVE_INFINITY, throughput: f > 0 ? 1 / f : Number.POSITIVE_INFINITY }
    },
  }
}

export const linearLaw: Law = demandLaw('linear', 1)
export const amdahlLaw: Law = demandLaw('amdahl', 2)
export const uslLaw: Law = demandLaw('usl', 3)

function column(at: number, load: number): number {
  return at === 0 ? 1 : at === 1 ? load : load * (load - 1)
}

function demand(x: Float64Array, load: number): number {
  let sum = 0
  for (let j = 0; j < x.length; j += 1) sum += x[j]! * column(j, load)
  return sum
}

function evaluate(
  x: Float64Array,
  { loads, logs, weights }: LogSample,
  residuals: Float64Array,
  derivatives: Float64Array,
): void {
  for (let i = 0; i < loads.length; i += 1) {
    const load = loads[i]!
    const total = demand(x, load)
    const root = Math.sqrt(weights[i]!)
    residuals[i] = root * (logs[i]! - Math.log(load) + Math.log(total))
    for (let j = 0; j < x.length; j += 1) derivatives[i * x.length + j] = (root * column(j, load)) / total
  }
}

/** An error of ln X by δ is one of N / X by δ N / X. */
function linearFit({ loads, logs, weights }: LogSample, size: number): Float64Array {
  const gram = new Float64Array(size * size)
  const moment = new Float64Array(size)
  for (let i = 0; i < loads.length; i += 1) {
    const load = loads[i]!
    const perUnit = load * Math.exp(-logs[i]!)
    const weight = weights[i]! / perUnit ** 2
    for (let j = 0; j < size; j += 1) {
      moment[j] = moment[j]! + weight * column(j, load) * perUnit
      for (let k = 0; k < size; k += 1) {
        gram[j * size + k] = gram[j * size + k]! + weight * column(j, load) * column(k, load)
      }
    }
  }
  return nonNegativeLeastSquares(gram, moment)
}
