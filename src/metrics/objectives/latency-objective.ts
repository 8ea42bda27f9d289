import type { Objective } from '../../plan/objective.ts'
import type { Interval } from '../../statistics/interval.ts'
import { meanInterval } from '../../statistics/mean-interval.ts'
import { moments } from '../../statistics/moments.ts'
import { orderedSample } from '../../statistics/ordered-sample.ts'
import { quantile } from '../../statistics/quantile.ts'
import { quantileInterval } from '../../statistics/quantile-interval.ts'
import { shareInterval } from '../../statistics/share-interval.ts'
import type { BeyondLimit, Ci95, ObjectiveResult } from '../summary.ts'
import { beyondOf, complement, decide, decideBeyond } from './decide.ts'
import { meets } from './per-request-latency.ts'
import type { LatencyOfRequests } from './request-values.ts'

/** What was found of an objective, without what it is. */
export type Finding = Pick<ObjectiveResult, 'value' | 'ci95' | 'status' | 'beyond' | 'n'>

/**
 * An objective on a latency that requests have one of. The figure and its interval are of ok requests, as in `latency_ms`; the share
 * beyond the limit is of all, failed ones being beyond it. A quantile is decided by that share, a mean by its interval.
 */
export function latencyFinding(objective: Objective, requests: LatencyOfRequests): Finding {
  const { statistic } = objective
  const ok = requests.values.filter((value) => Number.isFinite(value))
  if (statistic === 'mean') {
    const sample = orderedSample(ok)
    const ci95 = ok.length === 0 ? null : bounds(meanInterval(sample))
    const value = ci95 === null ? null : moments(ok).mean
    return { value, ci95, status: decide(ci95, objective), beyond: null, n: ok.length }
  }
  if (typeof statistic === 'object') {
    const p = statistic.quantile
    const sample = orderedSample(ok)
    const ci95 = ok.length === 0 ? null : bounds(quantileInterval(sample, p))
    const beyond = beyondLimit(objective, requests, complement(p))
    const value = ci95 === null ? null : quantile(sample.sorted, p)
    return { value, ci95, status: decideBeyond(beyond.limit, false), beyond: beyond.limit, n: beyond.n }
  }
  const value = ok.length === 0 ? null : moments(ok).max
  const beyond = beyondLimit(objective, requests, 0)
  return { value, ci95: null, status: decideBeyond(beyond.limit, false), beyond: beyond.limit, n: beyond.n }
}

/** Of all requests when each must meet the objective; else of those that have the latency, or failed to. */
function beyondLimit(
  objective: Objective,
  { values, dependence }: LatencyOfRequests,
  allowed: number,
): { readonly limit: BeyondLimit; readonly n: number } {
  const counted =
    objective.statistic === 'each'
      ? values
      : values.filter((value) => !Number.isNaN(value) && value !== Number.NEGATIVE_INFINITY)
  const marks = counted.map((value) => (meets(value, objective) ? 0 : 1))
  const { share, ci95 } = shareInterval(marks, dependence)
  return { limit: beyondOf(share, ci95, allowed), n: counted.length }
}

export function bounds(interval: Interval): Ci95 {
  return interval.state === 'resolved' ? [interval.low, interval.high] : null
}
