import type { Shard } from './load-plan.ts'
import { shareOf } from './share-of.ts'

/** Which of the indices 0, 1, 2 … are a worker's. */
export interface IndexDeal {
  /** The worker's k-th index, counted from 0; ascending. Infinity for a worker that gets none. */
  indexAt(k: number): number
  /** How many of the first `total` indices are the worker's. */
  shareOf(total: number): number
}

/**
 * Deals indices to workers without a word between them. There are as many seats as requests that may be in flight; seat
 * s is with worker s mod W, and index i goes to seat i mod seats. So each worker gets traffic in proportion to what
 * it may have in flight: with 3 seats over 2 workers, dealing turn about would give the second half of the traffic and
 * a third of the room. Without a limit in flight, index i is with worker i mod W.
 */
export function createIndexDeal(seats: number, shard: Shard): IndexDeal {
  const cycle = seats === Number.POSITIVE_INFINITY ? shard.workers : seats
  const own = shareOf(cycle, shard)
  return {
    indexAt(k) {
      if (own === 0) return Number.POSITIVE_INFINITY
      return Math.floor(k / own) * cycle + shard.worker + (k % own) * shard.workers
    },
    shareOf(total) {
      if (own === 0) return 0
      if (total === Number.POSITIVE_INFINITY) return total
      return Math.floor(total / cycle) * own + shareOf(total % cycle, shard)
    },
  }
}
