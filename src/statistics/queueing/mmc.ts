import { erlangC } from './erlang-c.ts'
import { exponentialAbove } from './exponential-above.ts'
import { quantileOf } from './quantile-of.ts'
import { type QueueLaws, type TimeLaw, unbounded } from './time-law.ts'
import { type QueueLoad, utilization } from './utilization.ts'

/**
 * M/M/c, first come first served: c servers of rate μ, one queue. With Erlang's C and η = cμ − λ (Kleinrock 1975, §3.5;
 * Gross et al. 2008, §3.3):
 *
 *     P(W > t) = C e^(−ηt)
 *     P(T > t) = (1 − C) e^(−μt) + C P(A + B > t),   A ~ Exp(η), B ~ Exp(μ)
 *
 * since all c servers, while they are busy, are one of rate cμ to those who wait, and the service that follows is
 * independent of the wait.
 */
export function mmc(queue: QueueLoad, servers: number): QueueLaws {
  const rho = utilization(queue, servers)
  if (rho >= 1) return { utilization: rho, waiting: unbounded, response: unbounded }
  const waits = erlangC(queue, servers)
  const drainRate = (servers * (1 - rho)) / queue.meanServiceSeconds
  return {
    utilization: rho,
    waiting: exponentialAbove(waits, drainRate),
    response: responseLaw(waits, drainRate, queue.meanServiceSeconds),
  }
}

function responseLaw(waits: number, drainRate: number, meanServiceSeconds: number): TimeLaw {
  const serviceRate = 1 / meanServiceSeconds
  const meanSeconds = meanServiceSeconds + waits / drainRate
  const cdf = (t: number): number => {
    if (t < 0) return 0
    return 1 - (1 - waits) * Math.exp(-serviceRate * t) - waits * tailOfSum(drainRate, serviceRate, t)
  }
  return { meanSeconds, cdf, quantile: (p) => quantileOf(cdf, p, meanSeconds) }
}

/**
 * P(A + B > t) of exponentials of rates a ≤ b: (b e^(−at) − a e^(−bt)) / (b − a), and (1 + at) e^(−at) when they are
 * equal, as they are in M/M/c when cμ − λ = μ. Written as e^(−at) (1 + at (1 − e^−x) / x) with x = (b − a) t it is one
 * formula that keeps its digits from the one case into the other.
 */
function tailOfSum(rate: number, otherRate: number, t: number): number {
  const a = Math.min(rate, otherRate)
  const x = Math.abs(rate - otherRate) * t
  const shareOfLimit = x === 0 ? 1 : -Math.expm1(-x) / x
  return Math.exp(-a * t) * (1 + a * t * shareOfLimit)
}
