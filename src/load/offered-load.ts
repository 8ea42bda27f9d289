import { inverseCumulativeRate } from './inverse-cumulative-rate.ts'
import type { LoadPlan, LoadStage, OpenStage } from './load-plan.ts'
import { type StageSpan, stageSpans } from './stage-span.ts'

/** What a plan asks for, before any of it is sent. */
export interface OfferedLoad {
  readonly model: LoadStage['kind'] | 'mixed'
  /** When the last stage ends (ns since the epoch); Infinity when only the number of requests ends the run. */
  readonly endNs: number
  /** Sends to expect in the warm-up; null when that depends on the server. */
  readonly warmupSends: number | null
  /** Measured sends to expect; null when that depends on the server. */
  readonly measuredSends: number | null
  /** Mean rate of the measured sends; null when that depends on the server. */
  readonly ratePerSecond: number | null
}

/** Expected numbers of sends are the integral of the rate: means, which a random process's own numbers scatter about. */
export function offeredLoad(plan: LoadPlan): OfferedLoad {
  const spans = stageSpans(plan)
  const endNs = spans.at(-1)?.endNs ?? 0
  const kinds = new Set(plan.stages.map((stage) => stage.kind))
  const model = kinds.size === 1 ? plan.stages[0]!.kind : 'mixed'
  if (model !== 'open') {
    const measuredSends = Number.isFinite(plan.requests) ? plan.requests : null
    const warmupSends = plan.warmupNs === 0 ? 0 : null
    return { model, endNs, warmupSends, measuredSends, ratePerSecond: null }
  }
  const open = spans as readonly StageSpan<OpenStage>[]
  const warmupSends = (open[0]!.stage.startRatePerSecond * plan.warmupNs) / 1e9
  const { sends, durationNs } = measuredLoad(open, plan.requests)
  const ratePerSecond = durationNs > 0 ? (sends * 1e9) / durationNs : null
  return { model, endNs, warmupSends, measuredSends: sends, ratePerSecond }
}

/** Adds up stages after the warm-up, to the end of the plan or to the number of requests, whichever is first. */
function measuredLoad(
  spans: readonly StageSpan<OpenStage>[],
  requests: number,
): { sends: number; durationNs: number } {
  let sends = 0
  let durationNs = 0
  for (const span of spans) {
    const { startRatePerSecond, endRatePerSecond } = span.stage
    const stageNs = span.endNs - span.rampStartNs
    const stageSends = (((startRatePerSecond + endRatePerSecond) / 2) * stageNs) / 1e9
    if (sends + stageSends >= requests) {
      const afterWarmup = { ...span, startNs: span.rampStartNs }
      const lastNs = inverseCumulativeRate(afterWarmup)(requests - sends)
      return { sends: requests, durationNs: durationNs + Math.min(lastNs, stageNs) }
    }
    sends += stageSends
    durationNs += stageNs
  }
  return { sends, durationNs }
}
