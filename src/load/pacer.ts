import { checkLoadPlan } from './check-load-plan.ts'
import { createClosedPacer } from './closed-pacer.ts'
import type { LoadPlan, LoadStage, Pacer, Shard } from './load-plan.ts'
import { createOpenPacer } from './open-pacer.ts'
import { type StageSpan, stageSpans } from './stage-span.ts'
import { createUnpacedPacer } from './unpaced-pacer.ts'

/**
 * One worker's share of a load plan. Throws TareError('plan') for a plan that can't be carried out.
 *
 * Each kind of load is a pacer of all its stages, wherever they stand in the plan. Stages never overlap, so whichever
 * has the earliest send has the next one, and what is left of an earlier stage goes before what a later one plans.
 *
 * @example
 * const stage = { kind: 'open', arrival: 'poisson', burstiness: 1, durationNs: 1e9 } as const
 * const stages = [{ ...stage, startRatePerSecond: 10, endRatePerSecond: 100 }]
 * const plan = { seed: 1, stages, warmupNs: 0, requests: Infinity, maxConcurrency: Infinity }
 * const pacer = createPacer(plan, { worker: 0, workers: 1 })
 * while (!pacer.finished(0)) console.log(pacer.take().plannedNs)
 */
export function createPacer(plan: LoadPlan, shard: Shard): Pacer {
  checkLoadPlan(plan)
  if (!(Number.isInteger(shard.workers) && Number.isInteger(shard.worker) && isWithin(shard))) {
    throw new RangeError(`there is no worker ${shard.worker} of ${shard.workers}`)
  }
  const spans = stageSpans(plan)
  const open = spans.filter(isOfKind('open'))
  const closed = spans.filter(isOfKind('closed'))
  const unpaced = spans.filter(isOfKind('unpaced'))
  const pacers: Pacer[] = []
  if (open.length > 0) pacers.push(createOpenPacer(plan, open, shard))
  if (closed.length > 0) pacers.push(createClosedPacer(plan, closed, shard))
  if (unpaced.length > 0) pacers.push(createUnpacedPacer(plan, unpaced, shard))
  return pacers.length === 1 ? pacers[0]! : earliestOf(pacers)
}

const isWithin = ({ worker, workers }: Shard): boolean => worker >= 0 && worker < workers

function isOfKind<Kind extends LoadStage['kind']>(kind: Kind) {
  return (span: StageSpan): span is StageSpan<Extract<LoadStage, { kind: Kind }>> => span.stage.kind === kind
}

function earliestOf(pacers: readonly Pacer[]): Pacer {
  const earliest = (): Pacer => pacers.reduce((a, b) => (b.nextDueNs() < a.nextDueNs() ? b : a))
  return {
    nextIndex: () => earliest().nextIndex(),
    nextDueNs: () => earliest().nextDueNs(),
    finished: (nowNs) => pacers.every((pacer) => pacer.finished(nowNs)),
    take: () => earliest().take(),
    release(send, nowNs) {
      for (const pacer of pacers) pacer.release(send, nowNs)
    },
  }
}
