import { drawExponential } from '../statistics/draw-exponential.ts'
import { drawLognormal } from '../statistics/draw-lognormal.ts'
import { createRandom } from '../statistics/random.ts'

/** How a station's service times are distributed. */
export type ServiceLaw =
  | { readonly kind: 'deterministic'; readonly timeNs: number }
  | { readonly kind: 'exponential'; readonly meanNs: number }
  /** exp(sigma · Z) times the median: mean = median · exp(sigma² / 2). */
  | { readonly kind: 'lognormal'; readonly medianNs: number; readonly sigma: number }

const serviceStream = 2

/** Service time of the k-th request to arrive, in nanoseconds: a pure function of the seed and k. */
export function serviceTimeNs(law: ServiceLaw, seed: number, request: number): number {
  const random = createRandom(seed, serviceStream, request)
  if (law.kind === 'deterministic') return law.timeNs
  if (law.kind === 'exponential') return drawExponential(random, law.meanNs)
  return drawLognormal(random, Math.log(law.medianNs), law.sigma)
}

/** Mean of the law, in nanoseconds. */
export function meanServiceTimeNs(law: ServiceLaw): number {
  if (law.kind === 'deterministic') return law.timeNs
  if (law.kind === 'exponential') return law.meanNs
  return law.medianNs * Math.exp(law.sigma ** 2 / 2)
}
