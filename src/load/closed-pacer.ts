import { createHeap } from './heap.ts'
import { createIndexDeal } from './index-deal.ts'
import type { ClosedStage, LoadPlan, Pacer, PlannedSend, Shard } from './load-plan.ts'
import { querySizeOf } from './query-size.ts'
import { nextOpening, type SlotOpening } from './slot-activity.ts'
import type { StageSpan } from './stage-span.ts'

interface Waiting extends SlotOpening {
  readonly slot: number
}

/** What a slot has begun: its requests go out one after the other, at the same planned time, and end in any order. */
interface Query {
  readonly opening: Waiting
  readonly phase: PlannedSend['phase']
  /** Position among the queries of the plan. */
  readonly number: number
  taken: number
  ended: number
  /** When the last of those that have ended did. */
  endNs: number
}

/**
 * The closed stages of a plan, or one worker's share of them: slots w, w + W, w + 2W … A slot has a query in flight, or
 * waits for the time at which it next sends, or is at rest for good. A slot that is closed while its query is in
 * flight lets it end, and one whose query outlives the stage sends in the next when it has ended. What a slot does
 * depends on no other, so that it makes no difference which worker has it. A query's requests all have one slot and so
 * one worker, which knows by itself when all have ended.
 */
export function createClosedPacer(
  plan: LoadPlan,
  spans: readonly StageSpan<ClosedStage>[],
  shard: Shard,
): Pacer {
  const waiting = createHeap<Waiting>((a, b) => (a.atNs === b.atNs ? a.slot < b.slot : a.atNs < b.atNs))
  const size = querySizeOf(plan)
  const queryOfIndex = new Map<number, Query>()
  const numbers = createNumberCounter(spans, shard)
  const slots = Math.max(...spans.map((span) => span.seats))
  let latest = spans[0]!
  let measuredLeft = createIndexDeal(slots, shard).shareOf(plan.requests / size)
  /** The query of which some requests are still to be taken. */
  let sending: Query | undefined

  function wait(slot: number, fromNs: number): void {
    const opening = nextOpening(spans, slot, fromNs)
    if (opening !== undefined) waiting.push({ slot, ...opening })
  }

  for (let slot = shard.worker; slot < slots; slot += shard.workers) wait(slot, 0)

  /** Whether a query planned for then would be one too many. */
  const isSpent = (atNs: number): boolean => measuredLeft === 0 && atNs >= plan.warmupNs

  /** The slot that sends next, of those that wait. */
  function next(): Waiting | undefined {
    const first = waiting.peek()
    return first === undefined || isSpent(first.atNs) ? undefined : first
  }

  function begin(): Query {
    const first = next()
    if (first === undefined) throw new RangeError('no send is due before a request ends')
    waiting.pop()
    latest = first.span
    const phase = first.atNs >= plan.warmupNs ? 'measure' : 'warmup'
    if (phase === 'measure') measuredLeft -= 1
    const number = numbers.next(first.span)
    return { opening: first, phase, number, taken: 0, ended: 0, endNs: Number.NEGATIVE_INFINITY }
  }

  /** Index of a query's k-th request. A run of like stages has a range of indices: its first query has 0 … size − 1. */
  const indexOf = (number: number, { indexBase }: Waiting['span'], k: number): number =>
    indexBase + (number - indexBase) * size + k

  return {
    nextIndex() {
      if (sending !== undefined) return indexOf(sending.number, sending.opening.span, sending.taken)
      if (measuredLeft === 0) return undefined
      // With all in flight, the next send is most likely of the stage that the last was of.
      const span = next()?.span ?? latest
      return indexOf(numbers.peek(span), span, 0)
    },
    nextDueNs: () => sending?.opening.atNs ?? next()?.atNs ?? Number.POSITIVE_INFINITY,
    finished(nowNs) {
      if (sending !== undefined || next() !== undefined) return false
      // Of a worker's slots the lowest is active whenever another is.
      const mayOpen = nextOpening(spans, shard.worker, nowNs) !== undefined
      return queryOfIndex.size === 0 || isSpent(nowNs) || !mayOpen
    },
    take() {
      const query = sending ?? begin()
      const { opening, phase, number } = query
      const index = indexOf(number, opening.span, query.taken)
      query.taken += 1
      sending = query.taken < size ? query : undefined
      queryOfIndex.set(index, query)
      const planned = { index, plannedNs: opening.atNs, stage: opening.span.number }
      return { ...planned, phase, query: size === 1 ? null : number }
    },
    release(send, nowNs) {
      if (plan.stages[send.stage]?.kind !== 'closed') return
      const query = queryOfIndex.get(send.index)
      if (query === undefined) throw new RangeError(`request ${send.index} isn't in flight`)
      queryOfIndex.delete(send.index)
      query.ended += 1
      query.endNs = Math.max(query.endNs, nowNs)
      if (query.ended < size) return
      const { endNs, opening } = query
      const during = spans.find((span) => endNs >= span.startNs && endNs < span.endNs)
      wait(opening.slot, endNs + (during?.stage.thinkTimeNs ?? 0))
    },
  }
}

interface NumberCounter {
  peek(span: StageSpan<ClosedStage>): number
  next(span: StageSpan<ClosedStage>): number
}

/** Counts each run of closed stages by itself: a slot that is late may still send in one when the next has begun. */
function createNumberCounter(spans: readonly StageSpan<ClosedStage>[], shard: Shard): NumberCounter {
  const deals = new Map(spans.map((span) => [span.indexBase, createIndexDeal(span.seats, shard)]))
  const counts = new Map(spans.map((span) => [span.indexBase, 0]))
  const peek: NumberCounter['peek'] = ({ indexBase }) =>
    indexBase + deals.get(indexBase)!.indexAt(counts.get(indexBase)!)
  return {
    peek,
    next(span) {
      const number = peek(span)
      counts.set(span.indexBase, counts.get(span.indexBase)! + 1)
      return number
    },
  }
}
