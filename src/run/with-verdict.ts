import { offeredLoad } from '../load/offered-load.ts'
import { stageSpans } from '../load/stage-span.ts'
import { publishable } from '../metrics/publishable.ts'
import type { Measurements, Summary } from '../metrics/summary.ts'
import type { Plan } from '../plan/plan.ts'
import { scaleStormOf } from '../plan/scale-storm-of.ts'
import type { OpenSpan, PlanEvidence } from '../trust/evidence.ts'
import { judge } from '../trust/judge.ts'
import type { RequestTable } from '../trust/request-table.ts'
import type { SampleSeries } from './sample-series.ts'

/** A run's measurements, given as `SummaryBuilder.estimate` has them, and the verdict on them, which comes first. */
export function withVerdict(
  plan: Plan,
  measured: Measurements,
  requests: RequestTable,
  { workers, host }: SampleSeries,
): Summary {
  const verdict = judge({ plan: planEvidence(plan), measured, requests, workers, host })
  const { schema, ...rest } = publishable(measured)
  return { schema, verdict, ...rest }
}

/** What the plan says that a check must know. */
function planEvidence({ load, workload, client, server }: Plan): PlanEvidence {
  const openSpans = stageSpans(load).flatMap(({ stage, startNs, endNs }, number): readonly OpenSpan[] =>
    stage.kind === 'open' && stage.startRatePerSecond === stage.endRatePerSecond
      ? [
          {
            stage: number,
            startNs,
            endNs,
            ratePerSecond: stage.startRatePerSecond,
            arrival: stage.arrival,
            burstiness: stage.burstiness,
          },
        ]
      : [],
  )
  const [first] = load.stages
  const steady =
    (first?.kind === 'open' && first.startRatePerSecond === first.endRatePerSecond) ||
    (first?.kind === 'closed' && first.startConcurrency === first.endConcurrency) ||
    first?.kind === 'unpaced'
  return {
    openSpans,
    homogeneous: load.stages.length === 1 && steady && scaleStormOf({ server }) === null,
    warmupNs: load.warmupNs,
    sendingEndsNs: offeredLoad(load).endNs,
    maxConcurrency: load.maxConcurrency,
    ignoreEos: workload.ignoreEos,
    transport: client.transport,
    workers: client.workers,
    prompts: isDrawn(workload) ? 'synthetic' : 'file',
  }
}

/** Whether each request's content is drawn for it alone. */
function isDrawn({ promptsFile, body, samePayload }: Plan['workload']): boolean {
  return promptsFile === null && body === null && !samePayload
}
