import type { ServerQuantile } from './server-summary.ts'

/** A histogram's buckets: `counts[i]` observations above `bounds[i − 1]` and up to `bounds[i]`; the last bound may be Infinity. */
export interface Buckets {
  readonly bounds: readonly number[]
  readonly counts: readonly number[]
}

/**
 * The p-quantile of bucketed observations, by a straight line within its bucket, as Prometheus' histogram_quantile() has it; the
 * first bucket begins at 0. Unlike there, a quantile in the bucket without an upper end has no value, only a lower end. Null
 * when there are no observations.
 */
export function bucketQuantile({ bounds, counts }: Buckets, p: number): ServerQuantile | null {
  const lastFull = counts.findLastIndex((count) => count > 0)
  if (lastFull < 0) return null
  const rank = p * counts.reduce((sum, count) => sum + count, 0)
  let below = 0
  let bucket = 0
  while (bucket < lastFull && below + counts[bucket]! < rank) below += counts[bucket++]!
  while (counts[bucket] === 0) bucket++
  const low = bounds[bucket - 1] ?? Math.min(0, bounds[bucket]!)
  const high = bounds[bucket]!
  if (!Number.isFinite(high)) return { value: null, low, resolution: null }
  const within = Math.min(1, Math.max(0, (rank - below) / counts[bucket]!))
  return { value: low + (high - low) * within, low, resolution: high - low }
}
