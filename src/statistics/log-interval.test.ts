import { expect, test } from 'vitest'
import { golden } from './fixtures/least-squares.ts'
import { logMean, logRatio } from './log-interval.ts'

const { a, b, ratio, ci95, mean, mean_ci95 } = golden.log_ratio

test('mean and ratio against scipy', () => {
  expect(logMean(a)).toEqual({
    value: expect.closeTo(mean, 10),
    ci95: mean_ci95.map((end) => expect.closeTo(end, 7)),
  })
  expect(logRatio(a, b)).toEqual({
    value: expect.closeTo(ratio, 10),
    ci95: ci95.map((end) => expect.closeTo(end, 8)),
  })
})

test('one run has no interval, nor has a ratio to it', () => {
  expect(logMean([5])).toEqual({ value: expect.closeTo(5, 12), ci95: null })
  expect(logRatio([5], [2, 3]).ci95).toBeNull()
  expect(logRatio([5, 6], [2]).ci95).toBeNull()
  expect(logMean([]).value).toBeNaN()
})

test('runs that agree exactly have an interval of no width', () => {
  expect(logRatio([6, 6], [2, 2])).toEqual({
    value: expect.closeTo(3, 12),
    ci95: [expect.closeTo(3, 12), expect.closeTo(3, 12)],
  })
})

test('degrees of freedom that are whole stay so: equal samples of three have four', () => {
  const [low, high] = logRatio([1, 2, 3], [1, 2, 3]).ci95!
  // 2.7764… is t's 0.975 quantile with 4 degrees; with 3 it would be 3.18.
  const { variance } = { variance: (2 * varianceOf([0, Math.log(2), Math.log(3)])) / 3 }
  expect(Math.log(high)).toBeCloseTo(2.776445 * Math.sqrt(variance), 5)
  expect(low).toBeCloseTo(1 / high, 10)
})

function varianceOf(values: readonly number[]): number {
  const average = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - average) ** 2, 0) / (values.length - 1)
}
