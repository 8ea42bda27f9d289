import { checkProbability } from './quantile-of.ts'
import type { TimeLaw } from './time-law.ts'

/** P(T > t) = share · e^(−rate t): 0 with probability 1 − share, and else exponential. */
export function exponentialAbove(share: number, rate: number): TimeLaw {
  return {
    meanSeconds: share / rate,
    cdf: (t) => (t < 0 ? 0 : 1 - share * Math.exp(-rate * t)),
    quantile(p) {
      checkProbability(p)
      return p <= 1 - share ? 0 : Math.log(share / (1 - p)) / rate
    },
  }
}
