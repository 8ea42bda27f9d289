import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moments } from '../statistics/moments.ts'
import { quantile } from '../statistics/quantile.ts'
import { ExactPool } from './exact-pool.ts'

const probabilities = [0, 0.5, 0.9, 0.95, 0.99, 0.999, 1]

function pooled(values: readonly number[]): ExactPool {
  const pool = new ExactPool(probabilities)
  for (const value of values) pool.add(value)
  for (const value of values.toReversed()) pool.addAgain(value)
  return pool
}

const value = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 2 ** 32 + 5 }) },
  { weight: 5, arbitrary: fc.integer({ min: 19_900_000, max: 20_100_000 }) },
  { weight: 2, arbitrary: fc.constantFrom(0, 1, 65_535, 65_536, 2 ** 31, 2 ** 32 - 1, 2 ** 32) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 ** 50 }) },
  { weight: 1, arbitrary: fc.integer({ min: -(2 ** 40), max: -1 }) },
)

test('quantiles are those of the sorted values, exactly', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 3000, size: 'max' }), (values) => {
      const pool = pooled(values)
      const sorted = Float64Array.from(values).sort()
      for (const p of probabilities) expect([p, pool.quantile(p)]).toEqual([p, quantile(sorted, p)])
    }),
    { numRuns: 60 },
  )
})

test('count, mean, sd, min and max are those of statistics', () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 200 }), (values) => {
      const { n, mean, sd, min, max } = pooled(values)
      expect({ n, mean, sd, min, max }).toEqual(moments(values))
    }),
  )
})

test('without values there are no quantiles', () => {
  expect(pooled([]).quantile(0.5)).toBeNaN()
})

test('a second pass that was forgotten is noticed', () => {
  const pool = new ExactPool([0.5])
  pool.add(3)
  expect(() => pool.quantile(0.5)).toThrow(RangeError)
})
