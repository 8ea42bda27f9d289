import type { Ci95 } from '../../metrics/summary.ts'
import { type LogEstimate, logMean, logRatio } from '../../statistics/log-interval.ts'
import type { ScalingRun } from './scaling-point.ts'
import type {
  Discrepancy,
  Estimate,
  OperationalBounds,
  ScalingAxis,
  ScalingFigures,
} from './scaling-report.ts'
import { brings, type SweepPoint } from './sweep-points.ts'

/** Two measurements of the same requests may differ by what begins before the window and ends in it, and not by more. */
const mostDiscrepancy = 0.05

/** What each point says on its own and beside the base, the first one that brought something. */
export function pointFigures(
  points: readonly SweepPoint[],
  axis: ScalingAxis,
  bounds: OperationalBounds | null,
): readonly ScalingFigures[] {
  const base = points.find(brings) ?? null
  return points.map((point) => {
    const { label, load, runs } = point
    const speedUp = base !== null && brings(point) ? speedUpOf(point, base) : null
    const times = load === null ? null : load / (base?.load ?? load)
    return {
      label,
      load,
      runs: runs.length,
      throughput_per_s: throughputOf(point),
      speed_up: speedUp,
      efficiency: speedUp === null || times === null ? null : scaled(speedUp, 1 / times),
      response_s: meanOf(runs.map(responseOf)),
      in_flight: meanOf(runs.map(({ inFlight }) => inFlight)),
      little: discrepancy(runs, (run, response) => (run.requestsPerSecond * response) / run.inFlight),
      interactive:
        axis.kind === 'concurrency' && load !== null
          ? discrepancy(
              runs,
              (run, response) => (run.requestsPerSecond * (response + run.thinkSeconds)) / load,
            )
          : null,
      bound_share: bounds === null || load === null ? null : boundShare(runs, load, bounds),
    }
  })
}

function throughputOf(point: SweepPoint): Estimate {
  const values = point.runs.map(({ throughput }) => throughput)
  return brings(point) ? logMean(values) : { value: meanOf(values) ?? 0, ci95: null }
}

/** By Welch's t on the logarithms; see statistics/log-interval.ts. */
function speedUpOf(point: SweepPoint, base: SweepPoint): LogEstimate {
  if (point === base) return { value: 1, ci95: null }
  const [over, under] = [point, base].map(({ runs }) => runs.map(({ throughput }) => throughput))
  return logRatio(over!, under!)
}

function scaled({ value, ci95 }: Estimate, factor: number): Estimate {
  const ends: Ci95 = ci95 === null ? null : [ci95[0] * factor, ci95[1] * factor]
  return { value: value * factor, ci95: ends }
}

/** NaN where there was no response to time. */
export function responseOf({ responseSeconds }: ScalingRun): number {
  return responseSeconds !== null && responseSeconds > 0 ? responseSeconds : Number.NaN
}

/** Of what is a number; null when nothing is. */
export function meanOf(values: readonly number[]): number | null {
  const known = values.filter(Number.isFinite)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
}

function discrepancy(
  runs: readonly ScalingRun[],
  ratio: (run: ScalingRun, response: number) => number,
): Discrepancy | null {
  const mean = meanOf(runs.map((run) => ratio(run, responseOf(run))))
  return mean === null ? null : { share: mean - 1, flagged: Math.abs(mean - 1) > mostDiscrepancy }
}

/** Null where a run's response isn't known, which may have been less than any that is. */
function boundShare(runs: readonly ScalingRun[], load: number, bounds: OperationalBounds): number | null {
  const rates = runs.map(({ requestsPerSecond }) => requestsPerSecond)
  if (!runs.every((run) => responseOf(run) > 0) || !rates.every((rate) => rate > 0)) return null
  const asymptote = load / (bounds.response_s + bounds.think_s)
  return logMean(rates).value / Math.min(asymptote, bounds.highest_requests_per_s.value)
}
