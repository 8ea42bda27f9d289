import type { Objective, ObjectiveMetric, objectiveLatencies } from '../../plan/objective.ts'
import type { RequestRecord } from '../../record/request-record.ts'
import { e2e } from '../definitions/e2e.ts'
import { e2eFromPlan } from '../definitions/e2e-from-plan.ts'
import { ntpot } from '../definitions/ntpot.ts'
import { tpot } from '../definitions/tpot.ts'
import { ttfat } from '../definitions/ttfat.ts'
import { ttft } from '../definitions/ttft.ts'
import { ttftFromPlan } from '../definitions/ttft-from-plan.ts'

export type ObjectiveLatency = (typeof objectiveLatencies)[number]

const msOf: Readonly<Record<ObjectiveLatency, (record: RequestRecord) => number | null>> = {
  ttft: ttft.compute,
  ttfat: ttfat.compute,
  itl: meanGapMs,
  tpot: tpot.compute,
  ntpot: ntpot.compute,
  e2e: e2e.compute,
  ttft_from_plan: ttftFromPlan.compute,
  e2e_from_plan: e2eFromPlan.compute,
}

export function isLatency(metric: ObjectiveMetric): metric is ObjectiveLatency {
  return Object.hasOwn(msOf, metric)
}

/**
 * A request's latency as objectives see it, in ms. +∞ of a failed request, which is later than any limit. Of an ok one that has
 * no such latency: −∞ when it is one between tokens and the reply is too short to have any, else NaN, which meets nothing.
 */
export function perRequestMs(metric: ObjectiveLatency, record: RequestRecord): number {
  if (record.status !== 'ok') return Number.POSITIVE_INFINITY
  const value = msOf[metric](record)
  if (value !== null) return value
  const betweenTokens = metric === 'itl' || metric === 'tpot'
  return betweenTokens && record.firstTokenNs !== null ? Number.NEGATIVE_INFINITY : Number.NaN
}

/** Whether a figure is on the good side of the limit; NaN isn't. */
export function meets(
  value: number,
  { comparison, limit }: Pick<Objective, 'comparison' | 'limit'>,
): boolean {
  if (comparison === '<') return value < limit
  if (comparison === '<=') return value <= limit
  return comparison === '>' ? value > limit : value >= limit
}

function meanGapMs({ firstTokenNs, lastTokenNs, tokenEvents }: RequestRecord): number | null {
  if (firstTokenNs === null || lastTokenNs === null || tokenEvents < 2) return null
  return (lastTokenNs - firstTokenNs) / (tokenEvents - 1) / 1e6
}
