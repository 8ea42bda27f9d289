import { pollaczekKhinchineWait } from './pollaczek-khinchine-wait.ts'
import { quantileOf } from './quantile-of.ts'
import { type QueueLaws, type TimeLaw, unbounded } from './time-law.ts'
import { type QueueLoad, utilization } from './utilization.ts'

/**
 * M/D/1, first come first served: Poisson arrivals, and the same service time D for all. Exact to 1e-12 at any ρ < 1.
 *
 * Erlang's series for P(W ≤ x) (1909) alternates in sign, and loses all its digits by ten services at ρ = 0.95. Franx
 * (2001, "A simple solution for the M/D/c waiting time distribution", Oper. Res. Lett. 29) adds positive terms only.
 * Take k with (k − 1) D ≤ x < kD, and look at the queue at u = kD − x before an arrival. In the time kD from there on
 * the server begins exactly k services while anyone waits, so the customer has begun x after its arrival if at most k − 1
 * stood before it: those who waited then, Q, and those who came since, a Poisson number of mean λu:
 *
 *     P(W ≤ x) = Σ_{j<k} e^(−λu) (λu)^j / j! · P(Q ≤ k − 1 − j)
 *
 * Q comes from `queueBelow`. Beyond `seriesServices` services the tail is e^(−δx) times a constant to the last digit.
 */
export function md1(queue: QueueLoad): QueueLaws {
  const rho = utilization(queue)
  if (rho >= 1) return { utilization: rho, waiting: unbounded, response: unbounded }
  const { arrivalsPerSecond, meanServiceSeconds: service } = queue
  const secondMomentSeconds2 = service ** 2
  const meanWait = pollaczekKhinchineWait({
    arrivalsPerSecond,
    meanServiceSeconds: service,
    secondMomentSeconds2,
  })
  const cdfInServices = waitCdf(rho)
  const cdf = (seconds: number): number => cdfInServices(seconds / service)
  const waiting: TimeLaw = { meanSeconds: meanWait, cdf, quantile: (p) => quantileOf(cdf, p, service) }
  const response: TimeLaw = {
    meanSeconds: meanWait + service,
    cdf: (seconds) => cdf(seconds - service),
    quantile: (p) => waiting.quantile(p) + service,
  }
  return { utilization: rho, waiting, response }
}

/**
 * The tail's other exponentials, which belong to the complex roots of ρ (e^y − 1) = y, fall off by e^2 a service faster
 * than the leading one near ρ = 1, and wherever it is less the tail has vanished by here: below 1e-18 either way.
 */
const seriesServices = 20

/** P(W ≤ x) for x in services. */
function waitCdf(rho: number): (x: number) => number {
  const below = queueBelow(rho, seriesServices)
  const decay = decayRate(rho)
  const tailShare = (1 - rho) / (decay - (1 - rho))
  return (x) => {
    if (x < 0) return 0
    if (x >= seriesServices) return rho < vanishing ? 1 : 1 - tailShare * Math.exp(-decay * x)
    const k = Math.floor(x) + 1
    const arrivals = rho * (k - x)
    let term = Math.exp(-arrivals)
    let sum = 0
    for (let j = 0; j < k; j += 1) {
      sum += term * below[k - 1 - j]!
      term *= arrivals / (j + 1)
    }
    return Math.min(1, sum)
  }
}

/** Below this ρ the tail beyond `seriesServices` is under 1e-30. */
const vanishing = 0.1

/**
 * P(at most m wait), m = 0 … count − 1: at most m + 1 are in the system. Of the Markov chain at departures, in which
 * A ~ Poisson(ρ) arrive in a service, as many steps cross the level n upward as downward:
 *
 *     p_{n+1} P(A = 0) = p_0 P(A > n) + Σ_{i=1..n} p_i P(A > n + 1 − i),   p_0 = 1 − ρ
 *
 * All terms are positive; the textbook's recurrence for p_{n+1} subtracts.
 */
function queueBelow(rho: number, count: number): Float64Array {
  const arrivalsAbove = poissonTails(rho, count)
  const p = new Float64Array(count + 1)
  const below = new Float64Array(count)
  p[0] = 1 - rho
  let total = p[0]!
  for (let n = 0; n < count; n += 1) {
    let upward = p[0]! * arrivalsAbove[n]!
    for (let i = 1; i <= n; i += 1) upward += p[i]! * arrivalsAbove[n + 1 - i]!
    p[n + 1] = upward * Math.exp(rho)
    total += p[n + 1]!
    below[n] = total
  }
  return below
}

/** P(A > n), n = 0 … count, of a Poisson number of mean ρ < 1: added up from the small end. */
function poissonTails(rho: number, count: number): Float64Array {
  const terms = [Math.exp(-rho)]
  for (let n = 1; n <= count + 20; n += 1) terms.push((terms[n - 1]! * rho) / n)
  const tails = new Float64Array(terms.length)
  for (let n = terms.length - 2; n >= 0; n -= 1) tails[n] = tails[n + 1]! + terms[n + 1]!
  return tails
}

/**
 * The real root y > 0 of ρ (e^y − 1) = y: the tail's decay a service. Newton's method comes down to it from
 * 2 (1 − ρ) / ρ, which is above since e^y − 1 ≥ y + y² / 2, and the function is convex.
 */
function decayRate(rho: number): number {
  let y = Math.min((2 * (1 - rho)) / rho, 700)
  for (let step = 0; step < 1000; step += 1) {
    const next = y - (rho * Math.expm1(y) - y) / (rho * Math.exp(y) - 1)
    if (!(next < y)) return y
    y = next
  }
  return y
}
