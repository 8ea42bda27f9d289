import { monotoneInterpolation } from '../../statistics/monotone-interpolation.ts'
import type { ScalingPoint } from '../scaling/scaling-point.ts'

/** A measured point of a closed-loop sweep: what completes a second with so many requests in flight. */
export interface ServicePoint {
  readonly inFlight: number
  readonly completionsPerSecond: number
}

/** Means over the repeats of each concurrency, by the requests that were in flight (fewer than slots, with think time). */
export function servicePoints(points: readonly ScalingPoint[]): readonly ServicePoint[] {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length
  return points
    .map(({ runs }) => ({
      inFlight: mean(runs.map(({ inFlight }) => inFlight)),
      completionsPerSecond: mean(runs.map(({ requestsPerSecond }) => requestsPerSecond)),
    }))
    .filter(({ inFlight, completionsPerSecond }) => inFlight > 0 && completionsPerSecond > 0)
    .sort((a, b) => a.inFlight - b.inFlight)
    .filter(({ inFlight }, at, all) => at === 0 || inFlight > all[at - 1]!.inFlight)
}

/**
 * μ(n): completions a second with n in the system. Through the measured points, monotone between them (PCHIP); below the first
 * in proportion to n, as it would be if requests didn't disturb each other; above the last as at the last. `points` ascend.
 */
export function serviceCurve(points: readonly ServicePoint[]): (inFlight: number) => number {
  const x = [0, ...points.map(({ inFlight }) => inFlight)]
  const y = [0, ...points.map(({ completionsPerSecond }) => completionsPerSecond)]
  const between = monotoneInterpolation(x.slice(1), y.slice(1))
  return (inFlight) => (inFlight < x[1]! ? (inFlight / x[1]!) * y[1]! : between(inFlight))
}

/** What a point would have been predicted to be by the others, and how wrong that is. */
export interface HeldOut {
  readonly inFlight: number
  readonly measuredPerSecond: number
  readonly predictedPerSecond: number
  /** predicted / measured − 1; of the response at this concurrency it is the same the other way round (R = N / X). */
  readonly relativeError: number
}

/** Each point between two others, left out in turn. The first and the last can't be: nothing on one side says what they are. */
export function heldOutErrors(points: readonly ServicePoint[]): readonly HeldOut[] {
  return points.slice(1, -1).map(({ inFlight, completionsPerSecond }) => {
    const curve = serviceCurve(points.filter((point) => point.inFlight !== inFlight))
    const predicted = curve(inFlight)
    return {
      inFlight,
      measuredPerSecond: completionsPerSecond,
      predictedPerSecond: predicted,
      relativeError: predicted / completionsPerSecond - 1,
    }
  })
}
