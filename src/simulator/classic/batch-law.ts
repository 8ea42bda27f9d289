import { drawExponential } from '../../statistics/draw-exponential.ts'
import { drawLognormal } from '../../statistics/draw-lognormal.ts'
import { createRandom } from '../../statistics/random.ts'

/** How long a worker needs for a batch of n items: this law about the mean base + perItem · n. */
export interface BatchLaw {
  readonly kind: 'deterministic' | 'exponential' | 'lognormal'
  readonly baseNs: number
  readonly perItemNs: number
  /** Of the logarithm, for `lognormal`; unused otherwise. */
  readonly sigma: number
}

const batchStream = 5

/** Work of the k-th batch to start, with n items, in nanoseconds: a pure function of the seed, k and n. */
export function batchNs(law: BatchLaw, seed: number, batch: number, items: number): number {
  const meanNs = law.baseNs + law.perItemNs * items
  if (law.kind === 'deterministic' || meanNs === 0) return meanNs
  const random = createRandom(seed, batchStream, batch)
  if (law.kind === 'exponential') return drawExponential(random, meanNs)
  // The mean of a lognormal is exp(mu + sigma² / 2).
  return drawLognormal(random, Math.log(meanNs) - law.sigma ** 2 / 2, law.sigma)
}
