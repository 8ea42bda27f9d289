import { offeredLoad } from '../load/offered-load.ts'
import { plannedRequests } from '../load/planned-requests.ts'
import { querySizeOf } from '../load/query-size.ts'
import type { WindowRule } from '../metrics/measured-window.ts'
import type { Summary } from '../metrics/summary.ts'
import { SummaryBuilder } from '../metrics/summary-builder.ts'
import type { InstrumentFigures, SummaryContext } from '../metrics/summary-context.ts'
import { parseObjective } from '../plan/parse-objective.ts'
import type { Plan } from '../plan/plan.ts'
import { tareVersion } from '../version.ts'

/** How a run came to its end, as its summary says it. */
export interface RunEnding {
  readonly runId: string
  readonly state: Summary['state']
  /** When sending was stopped by hand, ns since the epoch; null when the plan ended it. */
  readonly stoppedNs: number | null
}

/** Rates are taken over the plan's time; of a run that its number of requests can end, over what they took. */
export function windowRule(plan: Plan, ending: RunEnding): WindowRule {
  if (plan.load.requests !== Number.POSITIVE_INFINITY) return { kind: 'requests' }
  const { endNs } = offeredLoad(plan.load)
  const stoppedNs = ending.stoppedNs ?? Number.POSITIVE_INFINITY
  const cutShort = ending.state === 'recovered'
  return { kind: 'duration', startNs: plan.load.warmupNs, endNs: Math.min(endNs, stoppedNs), cutShort }
}

/** What makes the summary of a plan's run from its records. */
export function summaryBuilder(plan: Plan, ending: RunEnding): SummaryBuilder {
  const objectives = plan.objectives.map(parseObjective)
  return new SummaryBuilder(windowRule(plan, ending), objectives, querySizeOf(plan.load))
}

/** What a summary says besides the records. */
export function summaryContext(
  plan: Plan,
  ending: RunEnding,
  epochUnixNs: bigint,
  instrument: InstrumentFigures,
): SummaryContext {
  const { url, api, model, stream } = plan.target
  return {
    tareVersion,
    runId: ending.runId,
    label: plan.output.label,
    epochUnixNs,
    state: ending.state,
    target: { url, api, model: model ?? '', stream },
    load: loadContext(plan),
    instrument,
  }
}

export function loadContext(plan: Pick<Plan, 'load'>): SummaryContext['load'] {
  const { model, ratePerSecond } = offeredLoad(plan.load)
  const arrivals = new Set(
    plan.load.stages.flatMap((stage) => (stage.kind === 'open' ? [stage.arrival] : [])),
  )
  const concurrencies = plan.load.stages.flatMap((stage) =>
    stage.kind === 'closed' ? [stage.startConcurrency, stage.endConcurrency] : [],
  )
  return {
    model,
    arrival: arrivals.size === 0 ? null : [...arrivals].join(', '),
    concurrency: concurrencies.length === 0 ? null : Math.max(...concurrencies),
    requestedRatePerSecond: ratePerSecond,
    planned: plannedRequests(plan.load),
  }
}
