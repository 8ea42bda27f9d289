import type { ClosedStage } from './load-plan.ts'
import type { StageSpan } from './stage-span.ts'

/** When a slot may send, and in which stage. */
export interface SlotOpening {
  readonly atNs: number
  readonly span: StageSpan<ClosedStage>
}

/**
 * The first time from `fromNs` on at which a slot is active: slot s is while the concurrency, a line between a stage's
 * start and end, exceeds s. A slot that is never active again has none.
 */
export function nextOpening(
  spans: readonly StageSpan<ClosedStage>[],
  slot: number,
  fromNs: number,
): SlotOpening | undefined {
  for (const span of spans) {
    if (span.endNs <= fromNs) continue
    const { firstNs, endNs } = activeTime(span, slot)
    const atNs = Math.max(firstNs, fromNs)
    if (atNs < endNs) return { atNs, span }
  }
  return undefined
}

/** From `firstNs` to before `endNs`; empty when the slot is beyond the stage's concurrency throughout. */
function activeTime(span: StageSpan<ClosedStage>, slot: number): { firstNs: number; endNs: number } {
  const { startNs, rampStartNs, endNs } = span
  const { startConcurrency: from, endConcurrency: to } = span.stage
  // Where the line passes the slot's number; of use only when it does.
  const crossingNs = Math.round(rampStartNs + ((endNs - rampStartNs) * (slot - from)) / (to - from))
  if (slot < from) return { firstNs: startNs, endNs: slot < to ? endNs : crossingNs }
  return { firstNs: slot < to ? crossingNs : endNs, endNs }
}
