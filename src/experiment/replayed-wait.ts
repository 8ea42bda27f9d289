import { drawGamma } from '../statistics/draw-gamma.ts'
import { createRandom, type Random } from '../statistics/random.ts'
import type { RawMoments } from './truth-comparison.ts'

export interface ReplayedQueue {
  /** In ascending order, ns. */
  readonly arrivedNs: ArrayLike<number>
  readonly serviceNs: RawMoments
  /** Added to the start of an event that finds the server idle; none when its n is 0. */
  readonly wakeNs: RawMoments
  readonly seed: number
}

/**
 * Mean wait of these arrivals in a first-in-first-out queue of one server, in ns, by Lindley's recursion (Lindley 1952):
 * an event starts when the one before it is done, or else when it arrives and the server has woken up. Service and
 * waking times are drawn from gamma distributions with the moments given. NaN without arrivals or without moments.
 */
export function replayedWaitNs({ arrivedNs, serviceNs, wakeNs, seed }: ReplayedQueue): number {
  const random = createRandom(seed)
  const drawService = drawWith(serviceNs, random)
  const drawWake = wakeNs.n > 0 ? drawWith(wakeNs, random) : () => 0
  let freeNs = Number.NEGATIVE_INFINITY
  let totalNs = 0
  for (let i = 0; i < arrivedNs.length; i++) {
    const atNs = arrivedNs[i]!
    const startNs = atNs > freeNs ? atNs + drawWake() : freeNs
    totalNs += startNs - atNs
    freeNs = startNs + drawService()
  }
  return totalNs / arrivedNs.length
}

/** Gamma with a mean and a second moment; the mean itself where there is no variance. */
function drawWith({ mean, secondMoment }: RawMoments, random: Random): () => number {
  const variance = secondMoment - mean * mean
  if (!(variance > mean * mean * 1e-12)) return () => mean
  return () => drawGamma(random, (mean * mean) / variance, variance / mean)
}
