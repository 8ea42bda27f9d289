import { createIndexDeal } from './index-deal.ts'
import type { LoadPlan, Pacer, PlannedSend, Shard, UnpacedStage } from './load-plan.ts'
import type { StageSpan } from './stage-span.ts'

/** A stretch in which every send has the same planned time: a stage, or its warm-up and the rest of it. */
interface Stretch {
  readonly span: StageSpan<UnpacedStage>
  readonly startNs: number
  readonly endNs: number
  readonly phase: PlannedSend['phase']
}

/**
 * The unpaced stages of a plan, or one worker's share of them. Sends are due for as long as a stage lasts, and the pacer
 * learns how late it is from the requests that end: a worker that is full takes its next send after one of those.
 */
export function createUnpacedPacer(
  plan: LoadPlan,
  spans: readonly StageSpan<UnpacedStage>[],
  shard: Shard,
): Pacer {
  const stretches = spans.flatMap((span) => stretchesOf(plan, span))
  const deal = createIndexDeal(plan.maxConcurrency, shard)
  let measuredLeft = deal.shareOf(plan.requests)
  let position = 0
  let taken = 0

  const isIdle = ({ phase }: Stretch): boolean =>
    deal.indexAt(0) === Number.POSITIVE_INFINITY || (phase === 'measure' && measuredLeft === 0)

  /** The stretch that sends are due in, or will be; undefined when there is none any more. */
  const current = (): Stretch | undefined => {
    const stretch = stretches[position]
    return stretch === undefined || isIdle(stretch) ? undefined : stretch
  }

  const indexIn = (stretch: Stretch): number => stretch.span.indexBase + deal.indexAt(taken)

  return {
    nextIndex() {
      const stretch = current()
      return stretch === undefined ? undefined : indexIn(stretch)
    },
    nextDueNs: () => current()?.startNs ?? Number.POSITIVE_INFINITY,
    finished: (nowNs) =>
      stretches.slice(position).every((stretch) => stretch.endNs <= nowNs || isIdle(stretch)),
    take() {
      const stretch = current()
      if (stretch === undefined) throw new RangeError('no send is left to take')
      const { span, startNs, phase } = stretch
      const index = indexIn(stretch)
      taken += 1
      if (phase === 'measure') measuredLeft -= 1
      return { index, plannedNs: startNs, stage: span.number, phase, query: null }
    },
    release(_send, nowNs) {
      while (position < stretches.length && stretches[position]!.endNs <= nowNs) {
        const base = stretches[position]!.span.indexBase
        position += 1
        if (stretches[position]?.span.indexBase !== base) taken = 0
      }
    },
  }
}

function stretchesOf(plan: LoadPlan, span: StageSpan<UnpacedStage>): readonly Stretch[] {
  const { startNs, rampStartNs, endNs } = span
  const measured: Stretch = { span, startNs: rampStartNs, endNs, phase: 'measure' }
  if (rampStartNs === startNs) return [measured]
  return [{ span, startNs, endNs: plan.warmupNs, phase: 'warmup' }, measured]
}
