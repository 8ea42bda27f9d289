import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { open, planOf, second } from './fixtures/plan-of.ts'
import { inverseCumulativeRate } from './inverse-cumulative-rate.ts'
import type { OpenStage } from './load-plan.ts'
import { type StageSpan, stageSpans } from './stage-span.ts'

function inverse(rate: readonly [number, number], durationNs: number, warmupNs = 0): (u: number) => number {
  const [span] = stageSpans(planOf([open('constant', rate, durationNs)], { warmupNs }))
  return inverseCumulativeRate(span as StageSpan<OpenStage>)
}

/** Λ by its definition: the area under the rate. */
function cumulative(
  [r0, r1]: readonly [number, number],
  durationNs: number,
  leadNs: number,
  atNs: number,
): number {
  if (atNs <= leadNs) return (r0 * atNs) / second
  const ramp = atNs - leadNs
  return (r0 * leadNs + r0 * ramp + ((r1 - r0) * ramp * ramp) / (2 * durationNs)) / second
}

describe('inverseCumulativeRate', () => {
  test('inverts the area under any ramp, warm-up before it or not', () => {
    const rate = fc.double({ min: 0.01, max: 1e5, noNaN: true })
    const time = fc.integer({ min: 1e6, max: 1e13 })
    const part = fc.double({ min: 0, max: 0.999, noNaN: true })
    fc.assert(
      fc.property(rate, rate, time, time, part, fc.boolean(), (r0, r1, lead, duration, at, isInRamp) => {
        const atNs = isInRamp ? lead + at * duration : at * lead
        const u = cumulative([r0, r1], duration, lead, atNs)
        expect(Math.abs(inverse([r0, r1], duration, lead)(u) - atNs)).toBeLessThan(1e-6 * (lead + duration))
      }),
      { numRuns: 500 },
    )
  })

  test('a ramp that is hardly one loses no digits', () => {
    expect(inverse([100, 100 + 1e-9], 10 * second)(500)).toBeCloseTo(5 * second, 0)
  })

  test('from 0: the first at the start, the rest at the square root', () => {
    const at = inverse([0, 10], 10 * second)
    expect([at(0), at(0.5), at(50)]).toEqual([0, second, 10 * second])
  })

  test('down to 0: never more than the area', () => {
    const at = inverse([10, 0], 10 * second)
    expect(at(50)).toBeCloseTo(10 * second, -1)
    expect(at(50.1)).toBe(Number.POSITIVE_INFINITY)
  })

  test('nothing is ever sent at rate 0, nor in a warm-up at rate 0', () => {
    expect(inverse([0, 0], second)(0)).toBe(Number.POSITIVE_INFINITY)
    expect(inverse([0, 10], 10 * second, 5 * second)(0)).toBe(5 * second)
  })
})
