import { expect, test } from 'vitest'
import { LogHistogram } from '../statistics/log-histogram.ts'
import { distributionOf, distributionOfHistogramUs } from './distribution.ts'

test('of values: exact, in any order', () => {
  const values = Float64Array.from({ length: 1001 }, (_, i) => (i * 8) % 1001)
  expect(distributionOf(values)).toEqual({
    n: 1001,
    mean: expect.closeTo(500, 9),
    sd: expect.closeTo(Math.sqrt((1001 * 1002) / 12), 9),
    min: 0,
    p50: 500,
    p90: 900,
    p95: 950,
    p99: 990,
    p99_9: 999,
    max: 1000,
  })
})

test('what there is no value for is null', () => {
  const { n, ...figures } = distributionOf(new Float64Array(0))
  expect(n).toBe(0)
  expect(new Set(Object.values(figures))).toEqual(new Set([null]))
  expect(distributionOf(Float64Array.of(3))).toMatchObject({ n: 1, mean: 3, sd: null, p50: 3, p99_9: 3 })
  expect(distributionOfHistogramUs(new LogHistogram())).toEqual({ n: 0, ...figures })
})

test('of a histogram of nanoseconds: in microseconds, quantiles within 1/256', () => {
  const histogram = new LogHistogram()
  for (let us = 1; us <= 1000; us++) histogram.record(us * 1000)
  const { n, mean, min, max, p99 } = distributionOfHistogramUs(histogram)
  expect({ n, min, max }).toEqual({ n: 1000, min: 1, max: 1000 })
  expect(mean).toBeCloseTo(500.5, 9)
  expect(Math.abs(p99! / 990.01 - 1)).toBeLessThan(1 / 256)
})
