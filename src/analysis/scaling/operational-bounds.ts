import { logMean, logRatio } from '../../statistics/log-interval.ts'
import { meanOf, responseOf } from './point-figures.ts'
import type { ScalingRun } from './scaling-point.ts'
import type { OperationalBounds } from './scaling-report.ts'
import type { SweepPoint } from './sweep-points.ts'

/** A last doubling of the load that brings less has found the most that there is. */
const saturatedBelow = 0.1

/**
 * X(N) ≤ min(N / (R + Z), Xmax) for a closed loop, R the least mean response of all points. Since N = X (R + Z) at each point,
 * one that is above the line was measured wrongly: a response that merely falls with load (a batch that waits to be full)
 * lowers R instead. Null when no request succeeded.
 *
 * The interval of N* = (R + Z) Xmax is Welch's on logarithms, of the runs at the two points. The largest of
 * several rates that are equal in truth is too high by about the standard error of one; the interval doesn't know.
 */
export function operationalBounds(points: readonly SweepPoint[]): OperationalBounds | null {
  const known = points.flatMap((point) => {
    const runs = point.runs.filter(
      (run) => responseOf(run) > 0 && run.requestsPerSecond > 0 && run.thinkSeconds >= 0,
    )
    return runs.length === 0 ? [] : [{ ...point, runs }]
  })
  const [first, ...others] = known
  if (first === undefined) return null
  const quickest = others.reduce(
    (best, point) => (responseAt(point) < responseAt(best) ? point : best),
    first,
  )
  const fullest = others.reduce((best, point) => (rateAt(point) > rateAt(best) ? point : best), first)
  const rates = fullest.runs.map(({ requestsPerSecond }) => requestsPerSecond)
  return {
    response_s: responseAt(quickest),
    think_s: meanOf(quickest.runs.map(({ thinkSeconds }) => thinkSeconds))!,
    response_label: quickest.label,
    highest_requests_per_s: logMean(rates),
    highest_label: fullest.label,
    saturated: lastDoublingBrings(known) < saturatedBelow,
    knee: logRatio(rates, quickest.runs.map(inverseCycle)),
  }
}

/** Geometric, as the rate's mean is beside it: then X (R + Z) is no more than N however much the runs differ. */
function responseAt({ runs }: SweepPoint): number {
  return logMean(runs.map(responseOf)).value
}

function rateAt({ runs }: SweepPoint): number {
  return meanOf(runs.map(({ requestsPerSecond }) => requestsPerSecond))!
}

function inverseCycle(run: ScalingRun): number {
  return 1 / (responseOf(run) + run.thinkSeconds)
}

/** Against the largest load that is at most half of the last: no smaller a step says that there is no more to come. */
function lastDoublingBrings(points: readonly SweepPoint[]): number {
  const last = points.at(-1)!
  const half = points.findLast(({ load }) => load! <= last.load! / 2)
  return half === undefined ? Number.POSITIVE_INFINITY : rateAt(last) / rateAt(half) - 1
}
