import { exponentialAbove } from './exponential-above.ts'
import { type QueueLaws, unbounded } from './time-law.ts'
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
