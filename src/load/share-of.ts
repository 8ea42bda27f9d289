import type { Shard } from './load-plan.ts'

/**
 * A worker's share of a limit over all workers: how many of 0 … total − 1 leave its number when divided by the number
 * of workers. Shares add up to the total and differ by at most one; Infinity is everyone's share of itself.
 */
export function shareOf(total: number, shard: Shard): number {
  if (total === Number.POSITIVE_INFINITY) return total
  return Math.max(0, Math.ceil((total - shard.worker) / shard.workers))
}
