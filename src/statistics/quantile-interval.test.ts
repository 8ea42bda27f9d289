import { describe, expect, test } from 'vitest'
import { constant, exponential, mm1, ties } from './fixtures/laws.ts'
import type { Interval } from './interval.ts'
import { orderedSample } from './ordered-sample.ts'
import { quantileInterval, resolvableFrom } from './quantile-interval.ts'
import { createRandom } from './random.ts'

function intervalOf(values: Float64Array, p: number): Interval {
  return quantileInterval(orderedSample(values), p)
}

describe('quantileInterval', () => {
  test('is of order statistics: those of ranks np ± 1.96 √(np (1 − p) VIF)', () => {
    const ordered = exponential.draw(createRandom(1), 1000)
    const sample = { ...orderedSample(ordered), dependence: 1 }
    const interval = quantileInterval(sample, 0.5)
    if (interval.state === 'refused') throw new Error('refused')
    const half = 1.959964 * Math.sqrt(1000 * 0.25 * interval.vif)
    expect(interval.low).toBe(sample.sorted[Math.ceil(500 - half) - 1])
    expect(interval.high).toBe(sample.sorted[Math.floor(500 + half)])
    expect(interval.vif).toBeGreaterThanOrEqual(1)
    expect(interval.vif).toBeLessThan(3)
  })

  test('does not change when the values are squared: of independent ones it is of ranks', () => {
    const values = exponential.draw(createRandom(2), 500)
    const independent = (ordered: Float64Array): Interval =>
      quantileInterval({ ...orderedSample(ordered), dependence: 1 }, 0.9)
    const squared = independent(values.map((value) => value ** 2))
    expect(independent(values)).toMatchObject({
      low: Math.sqrt((squared as { low: number }).low),
      high: expect.closeTo(Math.sqrt((squared as { high: number }).high), 12),
    })
  })

  test('is a point of a constant, and of an atom that is wide enough', () => {
    expect(intervalOf(constant.draw(createRandom(3), 100), 0.9)).toEqual({
      state: 'resolved',
      low: 7,
      high: 7,
      vif: 1,
    })
    expect(intervalOf(ties.draw(createRandom(3), 5000), 0.56)).toMatchObject({ low: 3, high: 3 })
  })

  test('is refused below 60 values, and says what is missing', () => {
    const interval = intervalOf(exponential.draw(createRandom(4), 30), 0.5)
    expect(interval).toEqual({ state: 'refused', vif: null, missing: 30 })
    expect(intervalOf(new Float64Array(0), 0.999)).toEqual({ state: 'refused', vif: null, missing: 4000 })
  })

  test('is refused where there is nothing beyond the quantile, and not where there is', () => {
    const values = exponential.draw(createRandom(5), 1000)
    expect(intervalOf(values, 0.99).state).toBe('resolved')
    expect(intervalOf(values, 0.999)).toMatchObject({ state: 'refused' })
    expect(intervalOf(values.slice(0, 200), 0.99)).toMatchObject({ state: 'refused' })
  })

  test('takes its word back for the same number of dependent values', () => {
    const { draw } = mm1(0.9)
    expect(intervalOf(draw(createRandom(6), 2000), 0.5)).toMatchObject({ state: 'refused' })
    expect(intervalOf(draw(createRandom(6), 40_000), 0.5)).toMatchObject({ state: 'resolved' })
    const { missing } = intervalOf(draw(createRandom(6), 2000), 0.99) as { missing: number }
    // What it really takes is some 60 000.
    expect(missing).toBeGreaterThan(20_000)
  })
})

test('resolvableFrom: what has been asked for of ordinary independent use', () => {
  const independent = (p: number): number => resolvableFrom({ share: 1 - p, vif: 1, dependence: 1 })
  expect([0.5, 0.9, 0.95, 0.99, 0.999].map((p) => Math.round(independent(p)))).toEqual([
    60, 60, 80, 400, 4000,
  ])
  expect(resolvableFrom({ share: 0.1, vif: 10, dependence: 20 })).toBeCloseTo(1600, 6)
  expect(resolvableFrom({ share: 0.5, vif: 10, dependence: 20 })).toBe(1000)
})
