import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OutwardHistogram } from './outward-histogram.ts'
import { quantile } from './quantile.ts'

const value = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.nat(2 ** 31 - 1),
  fc.double({ min: 0, max: 2 ** 52, noNaN: true }),
)

test('bounds enclose the quantile, within one value and one bucket of it', () => {
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (drawn, p) => {
        const histogram = new OutwardHistogram()
        for (const each of drawn) histogram.record(each)
        const sorted = Float64Array.from(drawn).sort()
        const [below, q, above] = [histogram.below(p), quantile(sorted, p), histogram.above(p)]
        expect([below <= q, q <= above]).toEqual([true, true])
        const n = sorted.length
        const nearBelow = sorted[Math.max(0, Math.floor(n * p) - 1)]!
        const nearAbove = sorted[Math.min(n - 1, Math.ceil(n * p))]!
        expect(below).toBeGreaterThanOrEqual(nearBelow < 1 ? sorted[0]! : nearBelow * (1 - 2 ** -12))
        expect(above).toBeLessThanOrEqual(Math.max(nearAbove * (1 + 2 ** -12), 1))
      },
    ),
    { numRuns: 1000 },
  )
})

test('encloses what lies at any place between two values, by little', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 2, maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (drawn, p) => {
        const histogram = new OutwardHistogram()
        for (const each of drawn) histogram.record(each)
        const q = quantile(Float64Array.from(drawn).sort(), p)
        const [low, high] = histogram.around((drawn.length - 1) * p)
        expect([low <= q + 1e-6, q <= high + 1e-6]).toEqual([true, true])
        expect(high - low).toBeLessThanOrEqual(q * 2 ** -11 + 1e-6)
      },
    ),
    { numRuns: 1000 },
  )
  const two = new OutwardHistogram()
  two.record(5)
  two.record(6)
  expect([two.around(-0.1), two.around(1.1), new OutwardHistogram().around(0)].flat()).toEqual(
    Array.from({ length: 6 }, () => Number.NaN),
  )
})

test('extremes are exact, and nothing has no bounds', () => {
  const histogram = new OutwardHistogram()
  for (const each of [10_001, 20_003, 2 ** 60]) histogram.record(each)
  expect([histogram.below(0), histogram.above(1)]).toEqual([10_001, 2 ** 60])
  expect([new OutwardHistogram().below(0.5), new OutwardHistogram().above(0.5)]).toEqual([
    Number.NaN,
    Number.NaN,
  ])
})
