import type { LoadPlan } from '../load/load-plan.ts'
import { offeredLoad } from '../load/offered-load.ts'
import { stageSpans } from '../load/stage-span.ts'
import type { Plan } from '../plan/plan.ts'
import type { ProgressGoal } from './progress/progress-state.ts'

/** What a plan sets out to do, for the live view. */
export function progressGoal(plan: Plan): ProgressGoal {
  const { load } = plan
  const { endNs } = offeredLoad(load)
  return {
    workers: plan.client.workers,
    warmupNs: load.warmupNs,
    measureNs: endNs - load.warmupNs,
    requests: load.requests,
    drainNs: plan.measure.drainNs,
    askedRatePerSecond: load.stages.some((stage) => stage.kind === 'open')
      ? (nowNs) => askedRate(load, nowNs)
      : null,
  }
}

/** The rate that the plan asks for at a time; null outside open loop. */
function askedRate(load: LoadPlan, nowNs: number): number | null {
  const span = stageSpans(load).find(({ endNs }) => nowNs < endNs)
  if (span?.stage.kind !== 'open') return null
  const { startRatePerSecond, endRatePerSecond } = span.stage
  const share = Math.max(0, nowNs - span.rampStartNs) / (span.endNs - span.rampStartNs)
  return Number.isFinite(span.endNs)
    ? startRatePerSecond + share * (endRatePerSecond - startRatePerSecond)
    : startRatePerSecond
}
