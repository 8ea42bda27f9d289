import type { BirthDeathLaw } from './birth-death.ts'
import { quantileOf } from './quantile-of.ts'
import type { TimeLaw } from './time-law.ts'

/** A queue whose service depends on how many are in it, and who is served. */
export interface SharedService {
  readonly arrivalsPerSecond: number
  /** With n in the system. */
  readonly completionsPerSecond: (inSystem: number) => number
  /** So many are served at once, the others wait in the order in which they came; Infinity: all are, and none waits. */
  readonly slots: number
}

const finishedShare = 1e-7
const mostSteps = 200_000
/** States of which all beyond together have this probability are taken together. */
const rarest = 1e-9

/**
 * Response times where those in service share it evenly, sizes being exponential: with n in the system, m = min(n, slots) are in
 * service and each of them ends at rate μ(m) / m. What a customer meets is what there is (arrivals are Poisson), and its
 * response is the time until a Markov chain is absorbed: the places before it in the queue, each left at rate μ(slots), then the
 * number in the system while it is served. Exact for processor sharing (slots = ∞) and for M/M/c (slots = c); between these, how many came
 * behind it while it waited is taken to be independent of how long that was.
 *
 * By uniformisation (Jensen 1953): P(T > t) = Σ_k Poisson(k; Λt) s_k, where s_k is the probability of not having ended
 * after k steps of the chain with a clock of rate Λ.
 */
export function sharedResponse(
  service: SharedService,
  { inSystem, meanResponseSeconds }: BirthDeathLaw,
): TimeLaw {
  const chain = tagged(service, inSystem)
  const survival = survivals(chain)
  const cdf = (seconds: number): number =>
    seconds < 0 ? 0 : 1 - poissonMean(survival, chain.clock * seconds)
  return { meanSeconds: meanResponseSeconds, cdf, quantile: (p) => quantileOf(cdf, p, meanResponseSeconds) }
}

interface TaggedChain {
  /** Steps a second. */
  readonly clock: number
  /** P(so many completions must come before service begins), from 1. */
  readonly waiting: Float64Array
  /** P(it is served at once, and is the n-th in the system), from 1. */
  readonly served: Float64Array
  /** Of those who waited: P(n in the system as service begins). */
  readonly entering: Float64Array
  /** A second, with n in the system: own end, another's end. */
  readonly own: Float64Array
  readonly others: Float64Array
  readonly arrivals: number
  readonly placeRate: number
}

function tagged(
  { arrivalsPerSecond, completionsPerSecond, slots }: SharedService,
  inSystem: Float64Array,
): TaggedChain {
  const most = lastState(inSystem) + 2
  const waiting = new Float64Array(Math.max(0, most - slots) + 1)
  const served = new Float64Array(most + 1)
  inSystem.forEach((p, n) => {
    if (n < slots) served[Math.min(n + 1, most)]! += p
    else waiting[Math.min(n - slots + 1, waiting.length - 1)]! += p
  })
  const own = new Float64Array(most + 1)
  const others = new Float64Array(most + 1)
  for (let n = 1; n <= most; n++) {
    const sharing = Math.min(n, slots)
    own[n] = completionsPerSecond(sharing) / sharing
    others[n] = own[n]! * (sharing - 1)
  }
  const placeRate = slots <= most ? completionsPerSecond(slots) : 0
  const busiest = own.reduce((rate, each, n) => Math.max(rate, each + others[n]!), placeRate)
  const entering = enteringLaw(waiting, slots, most, arrivalsPerSecond / (arrivalsPerSecond + placeRate))
  return {
    clock: arrivalsPerSecond + busiest,
    waiting,
    served,
    entering,
    own,
    others,
    arrivals: arrivalsPerSecond,
    placeRate,
  }
}

function lastState(inSystem: Float64Array): number {
  let beyond = 0
  let last = inSystem.length - 1
  for (; last > 1; last--) {
    beyond += inSystem[last]!
    if (beyond > rarest) break
  }
  return last
}

/** As many come behind as arrive in j exponential times: negative binomial, j being as often as `waiting` says. */
function enteringLaw(waiting: Float64Array, slots: number, most: number, arrivalShare: number): Float64Array {
  const entering = new Float64Array(most + 1)
  const total = waiting.reduce((sum, p) => sum + p, 0)
  if (total === 0) return entering
  for (let j = 1; j < waiting.length; j++) {
    let p = (1 - arrivalShare) ** j * (waiting[j]! / total)
    for (let behind = 0; slots + behind <= most; behind++) {
      entering[slots + behind]! += p
      p *= (arrivalShare * (j + behind)) / (behind + 1)
    }
  }
  const missing = 1 - entering.reduce((sum, p) => sum + p, 0)
  entering[most]! += Math.max(0, missing)
  return entering
}

function survivals(chain: TaggedChain): Float64Array {
  const { clock, own, others, arrivals, placeRate, entering } = chain
  let [waiting, served] = [chain.waiting, chain.served]
  const most = served.length - 1
  const alive: number[] = []
  for (let step = 0; step < mostSteps; step++) {
    const sum = waiting.reduce((a, b) => a + b, 0) + served.reduce((a, b) => a + b, 0)
    alive.push(sum)
    if (sum < finishedShare) break
    const nextWaiting = new Float64Array(waiting.length)
    const nextServed = new Float64Array(served.length)
    for (let j = 1; j < waiting.length; j++) {
      const moved = (waiting[j]! * placeRate) / clock
      nextWaiting[j]! += waiting[j]! - moved
      if (j > 1) nextWaiting[j - 1]! += moved
      else for (let n = 1; n <= most; n++) nextServed[n]! += moved * entering[n]!
    }
    for (let n = 1; n <= most; n++) {
      const up = n < most ? arrivals / clock : 0
      const [down, ended] = [others[n]! / clock, own[n]! / clock]
      nextServed[n]! += served[n]! * (1 - up - down - ended)
      if (n < most) nextServed[n + 1]! += served[n]! * up
      if (n > 1) nextServed[n - 1]! += served[n]! * down
    }
    waiting = nextWaiting
    served = nextServed
  }
  return Float64Array.from(alive)
}

/** Σ_k Poisson(k; mean) values_k, 0 beyond the last: the terms within ten standard deviations, from the largest one outward. */
function poissonMean(values: Float64Array, mean: number): number {
  if (mean === 0) return values[0]!
  const middle = Math.floor(mean)
  const reach = Math.ceil(10 * Math.sqrt(mean) + 20)
  let [sum, weights] = [0, 0]
  let weight = 1
  for (let k = middle; k <= middle + reach; k++) {
    sum += weight * (values[k] ?? 0)
    weights += weight
    weight *= mean / (k + 1)
  }
  weight = 1
  for (let k = middle; k > Math.max(0, middle - reach); k--) {
    weight *= k / mean
    sum += weight * (values[k - 1] ?? 0)
    weights += weight
  }
  return sum / weights
}
