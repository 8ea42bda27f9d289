import type { CalibrationCitation } from '../../metrics/summary.ts'
import {
  type Burstiness,
  burstinesses,
  type CalibrationPoint,
  type Envelope,
  recordedErrorUs,
} from './envelope.ts'
import type { RunLoad } from './run-load.ts'
import { usablePoints } from './usable-points.ts'

/** What of a load an envelope limits. */
const dimensions = [
  {
    read: (load: RunLoad) => load.streams,
    limit: (point: CalibrationPoint) => point.streams,
    unit: 'in flight',
  },
  {
    read: (load: RunLoad) => load.tokensPerSecond,
    limit: (point: CalibrationPoint) => point.tokens_per_s,
    unit: 'tok/s',
  },
  {
    read: (load: RunLoad) => load.requestsPerSecond,
    limit: (point: CalibrationPoint) => point.requests_per_s,
    unit: 'req/s',
  },
] as const

/**
 * What an envelope says about a run: inside when, for each burstiness, a load was calibrated that is at least the
 * run's in every dimension with no more workers, and kept the criterion. The errors are those of the smallest such
 * load, and of the burstiness that fared worse, since nobody knows how a server's streams lie to each other.
 */
export function cite(envelope: Envelope, load: RunLoad): CalibrationCitation {
  if (load.tls) return overTls
  const obstacle = beyondCalibration(envelope, load)
  if (obstacle !== null) return outside(envelope, obstacle)
  const covering = burstinesses.map((burstiness) => smallestCovering(envelope, burstiness, load))
  const [own, stepping] = covering.map((point) => point && recordedErrorUs(point))
  if (own === undefined || stepping === undefined) return outside(envelope, exceeded(envelope, load))
  const worse = (figure: 'p50' | 'p99' | 'p99_9'): number => Math.max(own[figure], stepping[figure])
  const error_us = { p50: worse('p50'), p99: worse('p99'), p99_9: worse('p99_9') }
  const quick = envelope.quick ? ' (quick calibration)' : ''
  return {
    state: 'inside',
    error_us,
    calibrated_at: envelope.calibrated_at,
    message: `inside the calibrated envelope: ≤ ${Math.ceil(error_us.p99_9)} µs at p99.9${quick}`,
  }
}

const overTls: CalibrationCitation = {
  state: 'none',
  error_us: null,
  calibrated_at: null,
  message: 'over TLS, and calibration is over plain HTTP',
}

/** What a run has that this calibration doesn't cover, whatever its load. */
function beyondCalibration(envelope: Envelope, load: RunLoad): string | null {
  const stamped = envelope.points.some((point) => point.kernel_error_us !== null)
  if (stamped && load.timestampSource === 'user')
    return 'arrivals stamped in user space, and calibrated with kernel stamps'
  const most = Math.max(0, ...envelope.points.map(({ workers }) => workers))
  if (load.workers > most) return `${quantity(load.workers, 'worker')}, calibrated up to ${most}`
  return null
}

function usable(envelope: Envelope, burstiness: Burstiness, load: RunLoad): readonly CalibrationPoint[] {
  return usablePoints(envelope.points, burstiness, load.workers)
}

function smallestCovering(
  envelope: Envelope,
  burstiness: Burstiness,
  load: RunLoad,
): CalibrationPoint | undefined {
  return usable(envelope, burstiness, load)
    .filter((point) => dimensions.every(({ read, limit }) => limit(point) >= read(load)))
    .sort(bySize)[0]
}

/** Of equal loads the one that fared worse comes first. */
function bySize(a: CalibrationPoint, b: CalibrationPoint): number {
  return (
    a.tokens_per_s - b.tokens_per_s ||
    a.streams - b.streams ||
    a.requests_per_s - b.requests_per_s ||
    recordedErrorUs(b).p99_9 - recordedErrorUs(a).p99_9
  )
}

/** In which dimension a load is too large; the burstiness that was calibrated less far counts. */
function exceeded(envelope: Envelope, load: RunLoad): string {
  const missing = burstinesses.find((burstiness) => usable(envelope, burstiness, load).length === 0)
  if (missing !== undefined)
    return missing === 'stepping'
      ? 'no load of streams that step together kept the criterion'
      : 'no load of streams with their own phases kept the criterion'
  const over = dimensions.flatMap(({ read, limit, unit }) => {
    const reach = Math.min(
      ...burstinesses.map((burstiness) => Math.max(...usable(envelope, burstiness, load).map(limit))),
    )
    return read(load) > reach ? [`${roundUp(read(load))} ${unit}, calibrated up to ${Math.floor(reach)}`] : []
  })
  if (over.length > 0) return over.join('; ')
  const together = dimensions.map(({ read, unit }) => `${roundUp(read(load))} ${unit}`)
  return `${together.join(', ')}: calibrated each, but not together`
}

function outside(envelope: Envelope, why: string): CalibrationCitation {
  const quick = envelope.quick ? ' (quick calibration)' : ''
  return {
    state: 'outside',
    error_us: null,
    calibrated_at: envelope.calibrated_at,
    message: `outside the calibrated envelope${quick}: ${why}`,
  }
}

function quantity(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** Up, so that a load never looks as if it were within what it exceeds. */
function roundUp(value: number): string {
  return String(Math.ceil(value))
}
