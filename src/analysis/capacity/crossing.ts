import { logit, quasiLogistic, type SharePoint } from '../../statistics/quasi-logistic.ts'
import type { CapacityAxis, ProbeResult } from './capacity-probe.ts'
import { decides, isSeen } from './decides.ts'
import { effectiveValues } from './evidence-margin.ts'

/** Where the share beyond the limit reaches what is allowed, by a fit over all probes. */
export interface Crossing {
  /** ln of the load. */
  readonly x: number
  readonly standardError: number
  /** Standard error of the same from a run of one second at the crossing: that of T seconds is this / √T. */
  readonly perRootSecond: number
  /** By how much the logit of the share rises with ln of the load. */
  readonly slope: number
}

/** Probes farther from the crossing than about this (in ln of the load) say little of the line there. */
const reach = 0.25
const refits = 3
const fewestResiduals = 6

/**
 * The least crossing of all objectives, or null where the probes determine none. For each objective the logit of the share
 * is a line in ln(load) near the crossing; far from it no line is right, so probes count by e^(−½ (distance / 0.25)²).
 *
 * A probe's weight is its expected number of requests, not what its own interval is worth: a run that saw little congestion
 * also saw little dependence, and would draw the crossing upward. Runs without a steady state have no share, and are left out.
 */
export function crossing(results: readonly ProbeResult[], axis: CapacityAxis): Crossing | null {
  const steady = results.filter((result) => decides(result) && !result.overloaded)
  const objectives = steady[0]?.objectives ?? []
  const found = objectives.map((_, at) => crossingOf(steady, at, axis)).filter((each) => each !== null)
  return found.length === 0 ? null : found.reduce((least, each) => (each.x < least.x ? each : least))
}

interface WeighedPoint extends SharePoint {
  /** What the run's own interval says that it is worth. */
  readonly values: number | null
}

function crossingOf(results: readonly ProbeResult[], at: number, axis: CapacityAxis): Crossing | null {
  const { allowed } = results[0]!.objectives[at]!
  if (!(allowed > 0 && allowed < 1)) return null
  const seen = results.filter(({ objectives }) => isSeen(objectives[at]!))
  const points = seen.map(({ order, objectives }): WeighedPoint => {
    const evidence = objectives[at]!
    const x = Math.log(order.load)
    const weight = order.durationSeconds * requestsPerSecond(order.load, axis)
    return { x, share: evidence.beyond, weight, values: effectiveValues(evidence) }
  })
  let found = fitted(points, allowed, axis)
  for (let refit = 0; refit < refits && found !== null; refit++) {
    const about = found.x
    const near = points.map((point) => {
      const nearness = Math.exp(-0.5 * ((point.x - about) / reach) ** 2)
      const values = point.values === null ? null : point.values * nearness
      return { ...point, weight: point.weight * nearness, values }
    })
    found =
      fitted(
        near.filter(({ weight }, i) => weight > 1e-6 * points[i]!.weight),
        allowed,
        axis,
      ) ?? found
    if (found.x === about) break
  }
  return found
}

/** In a closed loop the rate is the server's own, and about the same near its capacity. */
function requestsPerSecond(load: number, axis: CapacityAxis): number {
  return axis === 'rate' ? load : 1
}

function fitted(points: readonly WeighedPoint[], allowed: number, axis: CapacityAxis): Crossing | null {
  if (new Set(points.filter(({ share }) => share > 0 && share < 1).map(({ x }) => x)).size < 2) return null
  const fit = quasiLogistic(points)
  const dispersion = fit && dispersionOf(points, fit.dispersion)
  if (!fit || dispersion === null || !(fit.slope > 0)) return null
  const x = (logit(allowed) - fit.intercept) / fit.slope
  const { intercept, slope, both } = fit.covariance
  const variance = (dispersion * (intercept + 2 * x * both + x ** 2 * slope)) / fit.slope ** 2
  const perSecond = dispersion / (requestsPerSecond(Math.exp(x), axis) * allowed * (1 - allowed))
  if (!(variance > 0 && Number.isFinite(x))) return null
  const perRootSecond = Math.sqrt(perSecond) / fit.slope
  return { x, standardError: Math.sqrt(variance), perRootSecond, slope: fit.slope }
}

/**
 * The larger of what the residuals and what the runs' own intervals say: residuals of few probes are small by luck, and intervals know
 * nothing of differences between runs. Null when neither is known.
 */
function dispersionOf(points: readonly WeighedPoint[], byResiduals: number): number | null {
  const worth = points.filter(({ values }) => values !== null)
  const total = (of: (point: WeighedPoint) => number): number =>
    worth.reduce((sum, point) => sum + of(point), 0)
  const byIntervals = total(({ weight }) => weight) / total(({ values }) => values!)
  const known = [byIntervals, points.length >= fewestResiduals ? byResiduals : Number.NaN].filter(
    Number.isFinite,
  )
  return known.length === 0 ? null : Math.max(...known)
}
