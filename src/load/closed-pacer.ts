import { createHeap } from './heap.ts'
import { createIndexDeal } from './index-deal.ts'
import type { ClosedStage, LoadPlan, Pacer, Shard } from './load-plan.ts'
import { nextOpening, type SlotOpening } from './slot-activity.ts'
import type { StageSpan } from './stage-span.ts'

interface Waiting extends SlotOpening {
  readonly slot: number
}

/**
 * The closed stages of a plan, or one worker's share of them: slots w, w + W, w + 2W … A slot has a request in flight, or
 * waits for the time at which it next sends, or is at rest for good. A slot that is closed while its request is in
 * flight lets it end, and one whose request outlives the stage sends in the next when it has ended. What a slot does
 * depends on no other, so that it makes no difference which worker has it.
 */
export function createClosedPacer(
  plan: LoadPlan,
  spans: readonly StageSpan<ClosedStage>[],
  shard: Shard,
): Pacer {
  const waiting = createHeap<Waiting>((a, b) => (a.atNs === b.atNs ? a.slot < b.slot : a.atNs < b.atNs))
  const slotOfIndex = new Map<number, number>()
  const indices = createIndexCounter(spans, shard)
  const slots = Math.max(...spans.map((span) => span.seats))
  let latest = spans[0]!
  let measuredLeft = createIndexDeal(slots, shard).shareOf(plan.requests)

  function wait(slot: number, fromNs: number): void {
    const opening = nextOpening(spans, slot, fromNs)
    if (opening !== undefined) waiting.push({ slot, ...opening })
  }

  for (let slot = shard.worker; slot < slots; slot += shard.workers) wait(slot, 0)

  /** Whether a request planned for then would be one too many. */
  const isSpent = (atNs: number): boolean => measuredLeft === 0 && atNs >= plan.warmupNs

  /** The slot that sends next, of those that wait. */
  function next(): Waiting | undefined {
    const first = waiting.peek()
    return first === undefined || isSpent(first.atNs) ? undefined : first
  }

  return {
    nextIndex() {
      // With all in flight, the next send is most likely of the stage that the last was of.
      return measuredLeft > 0 ? indices.peek(next()?.span ?? latest) : undefined
    },
    nextDueNs: () => next()?.atNs ?? Number.POSITIVE_INFINITY,
    finished(nowNs) {
      if (next() !== undefined) return false
      // Of a worker's slots the lowest is active whenever another is.
      const mayOpen = nextOpening(spans, shard.worker, nowNs) !== undefined
      return slotOfIndex.size === 0 || isSpent(nowNs) || !mayOpen
    },
    take() {
      const first = next()
      if (first === undefined) throw new RangeError('no send is due before a request ends')
      waiting.pop()
      const { slot, atNs, span } = first
      const index = indices.next(span)
      slotOfIndex.set(index, slot)
      latest = span
      const phase = atNs >= plan.warmupNs ? 'measure' : 'warmup'
      if (phase === 'measure') measuredLeft -= 1
      return { index, plannedNs: atNs, stage: span.number, phase }
    },
    release(send, nowNs) {
      if (plan.stages[send.stage]?.kind !== 'closed') return
      const slot = slotOfIndex.get(send.index)
      if (slot === undefined) throw new RangeError(`request ${send.index} isn't in flight`)
      slotOfIndex.delete(send.index)
      const during = spans.find((span) => nowNs >= span.startNs && nowNs < span.endNs)
      wait(slot, nowNs + (during?.stage.thinkTimeNs ?? 0))
    },
  }
}

interface IndexCounter {
  peek(span: StageSpan<ClosedStage>): number
  next(span: StageSpan<ClosedStage>): number
}

/** Counts each run of closed stages by itself: a slot that is late may still send in one when the next has begun. */
function createIndexCounter(spans: readonly StageSpan<ClosedStage>[], shard: Shard): IndexCounter {
  const deals = new Map(spans.map((span) => [span.indexBase, createIndexDeal(span.seats, shard)]))
  const counts = new Map(spans.map((span) => [span.indexBase, 0]))
  const peek: IndexCounter['peek'] = ({ indexBase }) =>
    indexBase + deals.get(indexBase)!.indexAt(counts.get(indexBase)!)
  return {
    peek,
    next(span) {
      const index = peek(span)
      counts.set(span.indexBase, counts.get(span.indexBase)! + 1)
      return index
    },
  }
}
