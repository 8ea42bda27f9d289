import type { LoadPlan } from './load-plan.ts'
import { offeredLoad } from './offered-load.ts'
import { createPacer } from './pacer.ts'

/** Sends beyond which counting them would take seconds. */
const countable = 20e6

/**
 * The measured sends of a plan, counted one by one where they are drawn. Null when the number depends on the server
 * (closed loop and unpaced, by duration), or is beyond counting.
 */
export function plannedRequests(plan: LoadPlan): number | null {
  if (Number.isFinite(plan.requests)) return plan.requests
  const { model, warmupSends, measuredSends } = offeredLoad(plan)
  if (model !== 'open' || (warmupSends ?? 0) + (measuredSends ?? Number.POSITIVE_INFINITY) > countable)
    return null
  const pacer = createPacer(plan, { worker: 0, workers: 1 })
  let measured = 0
  while (pacer.nextDueNs() !== Number.POSITIVE_INFINITY) if (pacer.take().phase === 'measure') measured++
  return measured
}
