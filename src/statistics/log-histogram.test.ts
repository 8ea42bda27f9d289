import { describe, expect, test } from 'vitest'
import { LogHistogram, type PlainLogHistogram } from './log-histogram.ts'

const holding = (...values: number[]): LogHistogram => {
  const histogram = new LogHistogram()
  for (const value of values) histogram.record(value)
  return histogram
}

describe('LogHistogram', () => {
  test('without values there is nothing to say', () => {
    const empty = new LogHistogram()
    expect([empty.n, empty.rejected]).toEqual([0, 0])
    expect([empty.mean, empty.sd, empty.min, empty.max, empty.quantile(0.5)]).toEqual(
      Array(5).fill(Number.NaN),
    )
    expect(JSON.parse(JSON.stringify(empty.toPlain()))).toEqual(empty.toPlain())
  })

  test('a quantile is never outside what was recorded', () => {
    expect(holding(1000).quantile(0.5)).toBe(1000)
    expect(holding(3, 1e9).quantile(1)).toBe(1e9)
    expect(holding(3, 1e9).quantile(0)).toBe(3)
  })

  test('what is no non-negative number is counted apart', () => {
    const histogram = holding(5, -1, Number.NaN, Number.POSITIVE_INFINITY)
    expect([histogram.n, histogram.rejected, histogram.mean]).toEqual([1, 3, 5])
  })

  test('what is beyond the last bucket keeps its maximum', () => {
    const histogram = holding(1, 2 ** 53, 1e300)
    expect([histogram.n, histogram.max, histogram.rejected]).toEqual([3, 1e300, 0])
  })

  test('refuses a p that is none', () => {
    expect(() => holding(1).quantile(99)).toThrow(RangeError)
  })

  const good: PlainLogHistogram = holding(5, 6000).toPlain()
  test.each<[string, PlainLogHistogram]>([
    ['a bucket that does not exist', { ...good, buckets: [1, 1e6] }],
    ['a negative bucket', { ...good, buckets: [-1, 5] }],
    ['fewer counts than buckets', { ...good, counts: [2] }],
    ['counts that are not the sum', { ...good, n: 3 }],
    ['a mean that is no number', { ...good, mean: Number.NaN }],
    ['a negative count', { ...good, counts: [3, -1] }],
  ])('refuses to add %s, and stays as it was', (_, bad) => {
    const histogram = holding(7)
    expect(() => histogram.add(bad)).toThrow(RangeError)
    expect(histogram.toPlain()).toEqual(holding(7).toPlain())
  })
})

test('countAbove counts a bucket whole that the value lies in: never too few', () => {
  const histogram = new LogHistogram()
  for (const value of [0, 5, 1000, 1001, 1e6]) histogram.record(value)
  expect(histogram.countAbove(0)).toBe(5)
  expect(histogram.countAbove(500)).toBe(3)
  expect(histogram.countAbove(1000)).toBe(3)
  expect(histogram.countAbove(1e5)).toBe(1)
  expect(histogram.countAbove(1e6)).toBe(0)
  expect(new LogHistogram().countAbove(1)).toBe(0)
})
