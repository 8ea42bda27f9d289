import { objectiveLatencies, queryLatency } from '../plan/objective.ts'
import { Float64List } from '../record/float64-list.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { e2e } from './definitions/e2e.ts'
import { e2eFromPlan } from './definitions/e2e-from-plan.ts'
import { ntpot } from './definitions/ntpot.ts'
import { tpot } from './definitions/tpot.ts'
import { ttfat } from './definitions/ttfat.ts'
import { ttft } from './definitions/ttft.ts'
import { ttftFromPlan } from './definitions/ttft-from-plan.ts'
import { LatencyValues } from './latency-values.ts'
import { isMeasuredOk } from './measured-ok.ts'
import { PooledGaps } from './pooled-gaps.ts'
import type { QuantileFigure } from './quantile-figure.ts'
import { QueryTally } from './query-tally.ts'
import type { LatencyMetric } from './request-metric.ts'
import { RunTally } from './run-tally.ts'
import { sendOrder } from './send-order.ts'

/** A latency that a summary has a distribution of. */
export type LatencyName = (typeof objectiveLatencies)[number] | typeof queryLatency

export const latencyNames: readonly LatencyName[] = [...objectiveLatencies, queryLatency]

/** Finds quantiles of a run's records, shown in as many passes as it says, each time all of them, in any order. */
export interface LatencyQuantiles {
  readonly passes: number
  /** `pass` counts from 0. Records may be reused objects. */
  show(record: RequestRecord, pass: number): void
  /** In milliseconds, after all passes. */
  figures(): readonly QuantileFigure[]
}

const ofRequests: Readonly<Record<Exclude<LatencyName, 'itl' | 'query'>, LatencyMetric>> = {
  ttft,
  ttfat,
  tpot,
  ntpot,
  e2e,
  ttft_from_plan: ttftFromPlan,
  e2e_from_plan: e2eFromPlan,
}

/**
 * Any quantiles of one latency, of the same values (measured, ok) and by the same means as a summary's: where both have one, they
 * are equal, and so are their intervals. `querySize`: requests of a query, as the plan has them.
 */
export function latencyQuantiles(
  latency: LatencyName,
  probabilities: readonly number[],
  querySize = 1,
): LatencyQuantiles {
  if (latency === 'itl') return gapQuantiles(probabilities)
  if (latency === 'query') return queryQuantiles(probabilities, querySize)
  return requestQuantiles(ofRequests[latency], probabilities)
}

function requestQuantiles(metric: LatencyMetric, probabilities: readonly number[]): LatencyQuantiles {
  const values = new LatencyValues(metric)
  const sentNs = new Float64List()
  const index = new Float64List()
  return {
    passes: 1,
    show(record) {
      if (!isMeasuredOk(record)) return
      values.add(record)
      sentNs.push(record.sentNs ?? record.plannedNs)
      index.push(record.index)
    },
    figures: () => values.quantiles(sendOrder(sentNs.values(), index.values()), probabilities),
  }
}

function gapQuantiles(probabilities: readonly number[]): LatencyQuantiles {
  const gaps = new PooledGaps(probabilities)
  const tally = new RunTally()
  return {
    passes: 3,
    show(record, pass) {
      if (pass === 0) tally.add(record)
      if (!isMeasuredOk(record)) return
      const { firstMeasuredSendNs, lastMeasuredEndNs } = tally.span()
      if (pass === 0) gaps.add(record)
      else if (pass === 1) gaps.addAgain(record)
      else gaps.addThird(record, firstMeasuredSendNs, lastMeasuredEndNs)
    },
    figures: () =>
      gaps.n === 0 ? probabilities.map(withoutValues) : probabilities.map((p) => gaps.quantileFigure(p)),
  }
}

function queryQuantiles(probabilities: readonly number[], querySize: number): LatencyQuantiles {
  const queries = new QueryTally(querySize)
  return {
    passes: 1,
    show: (record) => queries.add(record),
    figures: () => (querySize === 1 ? probabilities.map(withoutValues) : queries.quantiles(probabilities)),
  }
}

function withoutValues(p: number): QuantileFigure {
  return { p, value: Number.NaN, interval: { state: 'refused', vif: null, missing: 1 } }
}
