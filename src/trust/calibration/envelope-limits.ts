import { burstinesses, type CalibrationPoint, type EnvelopeLimit, type LimitedBy } from './envelope.ts'
import { usablePoints } from './usable-points.ts'

/** What ended one ladder of loads. */
export interface LadderEnd {
  readonly workers: number
  readonly burstiness: CalibrationPoint['burstiness']
  readonly kind: 'tokens' | 'requests'
  readonly limitedBy: LimitedBy
}

/**
 * The largest loads that kept the criterion, for each number of workers and burstiness. A load that was kept with
 * fewer workers counts for more of them, too, as `usablePoints` says.
 */
export function envelopeLimits(
  points: readonly CalibrationPoint[],
  ends: readonly LadderEnd[],
): readonly EnvelopeLimit[] {
  const workerCounts = [...new Set(points.map(({ workers }) => workers))].sort((a, b) => a - b)
  return workerCounts.flatMap((workers) =>
    burstinesses.map((burstiness): EnvelopeLimit => {
      const kept = usablePoints(points, burstiness, workers)
      const byTokens = kept.reduce<CalibrationPoint | null>(
        (best, point) => (best === null || point.tokens_per_s > best.tokens_per_s ? point : best),
        null,
      )
      const endOf = (kind: LadderEnd['kind']): LimitedBy =>
        ends.findLast((end) => end.kind === kind && end.burstiness === burstiness && end.workers <= workers)
          ?.limitedBy ?? 'time'
      return {
        workers,
        burstiness,
        tokens_per_s: byTokens?.tokens_per_s ?? null,
        streams: byTokens?.streams ?? null,
        tokens_limited_by: endOf('tokens'),
        requests_per_s: kept.length === 0 ? null : Math.max(...kept.map((point) => point.requests_per_s)),
        requests_limited_by: endOf('requests'),
      }
    }),
  )
}
