import { describe, expect, test } from 'vitest'
import { drawNormal } from '../../statistics/draw-normal.ts'
import { createRandom } from '../../statistics/random.ts'
import { compareMetric } from './compare-metric.ts'
import { comparedMetric } from './compared-metric.ts'
import { comparisonDefaults } from './comparison-options.ts'
import { madeAfter, withLatency } from './fixtures/summaries-of.ts'
import type { MetricComparison } from './metric-comparison.ts'

const latency = comparedMetric('e2e.p50')!
const random = createRandom(12)
const noise = Array.from({ length: 16 }, () => Math.exp(drawNormal(random, 0, 0.005)))

/** Runs in this order, B's slower by 4 %, all by so much more from run to run. */
function compared(
  order: string,
  perRun: number,
  startOf = (place: number): number => place,
): MetricComparison {
  const side = (name: string) =>
    Array.from(order).flatMap((of, place) => {
      if (of !== name) return []
      const ms = 100 * noise[place]! * (1 + perRun) ** place * (name === 'B' ? 1.04 : 1)
      return [madeAfter(startOf(place), withLatency(ms))]
    })
  return compareMetric(latency, side('A'), side('B'), comparisonDefaults)
}

const width = ({ changeCi95 }: MetricComparison): number => changeCi95![1] - changeCi95![0]

describe('runs that drift', () => {
  test('by turns: the trend is left out, and the difference is seen', () => {
    const found = compared('ABBAABBA', 0.02)
    expect(found).toMatchObject({ variation: 'own', verdict: 'worse' })
    expect(found.note).toMatch(/^a trend of \+(1\.9|2|2\.1) % a run is left out$/)
    expect(found.change).toBeCloseTo(0.04, 2)
    expect(found.degrees).toBeLessThanOrEqual(5)
  })

  test('ABAB: what the trend does to the difference by itself is left out too', () => {
    for (const order of ['ABABABAB', 'BABABABA']) {
      const [drifting, steady] = [compared(order, 0.02), compared(order, 0)]
      expect(drifting.change).toBeCloseTo(steady.change!, 12)
      expect(drifting.changeCi95![1]).toBeCloseTo(steady.changeCi95![1], 12)
    }
  })

  test('one side after the other: it can’t be told from a difference, and stays', () => {
    const found = compared('AAAABBBB', 0.02)
    expect(found.change).toBeGreaterThan(0.1)
    expect(found.note).toBeNull()
  })

  test('of fewer than four of a side, and of runs whose order isn’t known, it stays', () => {
    const [few, enough] = [compared('ABBAAB', 0.02), compared('ABBAABBA', 0.02)]
    expect(width(few)).toBeGreaterThan(2 * width(enough))
    const atOnce = compared('ABBAABBA', 0.02, () => 0)
    expect(atOnce.note).toBeNull()
    expect(width(atOnce)).toBeGreaterThan(2 * width(enough))
  })

  test('a pause between runs weighs nothing', () => {
    const paused = compared('ABBAABBA', 0.02, (place) => (place < 7 ? place : 10_000))
    expect(paused).toEqual(compared('ABBAABBA', 0.02))
  })
})

test('runs that don’t drift have the same change, a little less surely, and no note', () => {
  const [turns, unknown] = [compared('ABBAABBA', 0), compared('ABBAABBA', 0, () => 0)]
  expect(turns.change).toBeCloseTo(unknown.change!, 12)
  expect(turns).toMatchObject({ verdict: 'worse', note: null })
  expect(turns.degrees).toBeLessThan(unknown.degrees!)
})
