import { createIndexDeal } from './index-deal.ts'
import { inverseCumulativeRate } from './inverse-cumulative-rate.ts'
import type { LoadPlan, OpenStage, Pacer, PlannedSend, Shard } from './load-plan.ts'
import type { StageSpan } from './stage-span.ts'
import { unitRenewal } from './unit-renewal.ts'

/** The open stages of a plan, or one worker's share of them. Ends of requests make no difference to it. */
export function createOpenPacer(plan: LoadPlan, spans: readonly StageSpan<OpenStage>[], shard: Shard): Pacer {
  const sends = ownSends(plan, spans, shard)
  let next = sends.next().value

  return {
    nextDueNs: () => next?.plannedNs ?? Number.POSITIVE_INFINITY,
    nextIndex: () => next?.index,
    finished: () => next === undefined,
    take() {
      if (next === undefined) throw new RangeError('no send is left to take')
      const taken = next
      next = sends.next().value
      return taken
    },
    release() {},
  }
}

/**
 * Every worker runs through the sends of all and keeps its own, so that the traffic is the same whatever the number of
 * workers, and none has to hear of another. Times are whole nanoseconds: a rounding error can't put a send that is
 * planned for a boundary on its wrong side.
 */
function* ownSends(
  plan: LoadPlan,
  spans: readonly StageSpan<OpenStage>[],
  shard: Shard,
): Generator<PlannedSend, undefined> {
  const deal = createIndexDeal(plan.maxConcurrency, shard)
  let measuredLeft = plan.requests
  let base = -1
  let count = 0
  let kept = 0
  for (const span of spans) {
    if (span.indexBase !== base) [base, count, kept] = [span.indexBase, 0, 0]
    let ownCount = deal.indexAt(kept)
    // A worker that may have nothing in flight needn't run through what others send.
    if (ownCount === Number.POSITIVE_INFINITY) return
    const nextUnitTime = unitRenewal(plan, span)
    const sinceStart = inverseCumulativeRate(span)
    for (;;) {
      const plannedNs = Math.round(span.startNs + sinceStart(nextUnitTime()))
      if (plannedNs >= span.endNs) break
      const measured = plannedNs >= plan.warmupNs
      if (measured) {
        if (measuredLeft === 0) return
        measuredLeft -= 1
      }
      if (count === ownCount) {
        const phase = measured ? 'measure' : 'warmup'
        yield { index: base + count, plannedNs, stage: span.number, phase, query: null }
        kept += 1
        ownCount = deal.indexAt(kept)
      }
      count += 1
    }
  }
}
