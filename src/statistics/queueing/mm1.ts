import { checkProbability } from './quantile-of.ts'
import { type QueueLaws, type TimeLaw, unbounded } from './time-law.ts'
import { type QueueLoad, utilization } from './utilization.ts'

/**
 * M/M/1, first come first served: Poisson arrivals, exponential service. With η = μ − λ, the response time is
 * exponential of rate η, and the wait is 0 with probability 1 − ρ and otherwise exponential of the same rate
 * (Kleinrock 1975, §3.2 and §5.12: a geometric number of exponential services).
 */
export function mm1(queue: QueueLoad): QueueLaws {
  const rho = utilization(queue)
  if (rho >= 1) return { utilization: rho, waiting: unbounded, response: unbounded }
  const rate = (1 - rho) / queue.meanServiceSeconds
  return { utilization: rho, waiting: exponentialAbove(rho, rate), response: exponentialAbove(1, rate) }
}

/** P(T > t) = share · e^(−rate t). */
function exponentialAbove(share: number, rate: number): TimeLaw {
  return {
    meanSeconds: share / rate,
    cdf: (t) => (t < 0 ? 0 : 1 - share * Math.exp(-rate * t)),
    quantile(p) {
      checkProbability(p)
      return p <= 1 - share ? 0 : Math.log(share / (1 - p)) / rate
    },
  }
}
