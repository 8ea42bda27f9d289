import { describe, expect, test } from 'vitest'
import { closed, open, planOf, second } from './fixtures/plan-of.ts'
import type { ClosedStage, LoadStage } from './load-plan.ts'
import { nextOpening } from './slot-activity.ts'
import { type StageSpan, stageSpans } from './stage-span.ts'

function opening(
  stages: readonly LoadStage[],
  slot: number,
  fromSeconds = 0,
  warmupNs = 0,
): number[] | undefined {
  const spans = stageSpans(planOf(stages, { warmupNs })).filter((span) => span.stage.kind === 'closed')
  const found = nextOpening(spans as readonly StageSpan<ClosedStage>[], slot, fromSeconds * second)
  return found && [found.atNs / second, found.span.number]
}

describe('nextOpening', () => {
  test('a constant concurrency opens its slots at once, and no others', () => {
    const stages = [closed(2, 10 * second)]
    expect([0, 1, 2].map((slot) => opening(stages, slot))).toEqual([[0, 0], [0, 0], undefined])
    expect(opening(stages, 1, 9.5)).toEqual([9.5, 0])
    expect(opening(stages, 1, 10)).toBeUndefined()
  })

  test('a ramp up opens a slot when the line passes its number, after the warm-up', () => {
    const stages = [closed([2, 6], 8 * second)]
    expect([0, 1, 2, 3, 5, 6].map((slot) => opening(stages, slot, 0, second))).toEqual([
      [0, 0],
      [0, 0],
      [1, 0],
      [3, 0],
      [7, 0],
      undefined,
    ])
  })

  test('a ramp down closes a slot when the line passes its number', () => {
    const stages = [closed([4, 0], 8 * second)]
    expect(opening(stages, 3, 1.9)).toEqual([1.9, 0])
    expect(opening(stages, 3, 2)).toBeUndefined()
    expect(opening(stages, 0, 7.9)).toEqual([7.9, 0])
  })

  test('a slot that is closed opens again in a later stage', () => {
    const stages = [
      closed(4, second),
      open('constant', 1, second),
      closed(1, second),
      closed([0, 4], 4 * second),
    ]
    expect(opening(stages, 0, 1.5)).toEqual([2, 2])
    expect(opening(stages, 3, 1.5)).toEqual([6, 3])
    expect(opening(stages, 3, 7.5)).toBeUndefined()
  })
})
