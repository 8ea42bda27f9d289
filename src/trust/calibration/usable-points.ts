import type { Burstiness, CalibrationPoint } from './envelope.ts'

/**
 * Points that kept the criterion and stand for so many workers. More workers than were calibrated have less to do each,
 * so fewer workers' points count, unless more workers were then seen to fail at such a load.
 */
export function usablePoints(
  points: readonly CalibrationPoint[],
  burstiness: Burstiness,
  workers: number,
): readonly CalibrationPoint[] {
  const candidates = points.filter((point) => point.burstiness === burstiness && point.workers <= workers)
  return candidates.filter(
    (point) =>
      point.outcome === 'ok' &&
      !candidates.some(
        (other) =>
          other.outcome === 'client' &&
          other.workers > point.workers &&
          other.reply_tokens === point.reply_tokens &&
          other.streams <= point.streams,
      ),
  )
}
