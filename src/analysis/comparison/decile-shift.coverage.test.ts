import { describe, expect, test } from 'vitest'
import { autoregressive, lognormal } from '../../statistics/fixtures/laws.ts'
import {
  apart,
  coverageOfRuns,
  coverageWithinRuns,
  outliers,
  together,
  widening,
} from './fixtures/shift-coverage.ts'

const comparisons = 400
/** Two standard errors of a share of 0.95 of so many. */
const slack = 2 * Math.sqrt((0.95 * 0.05) / comparisons)

describe('the bands of all deciles hold at once in at least 0.92 of comparisons', () => {
  test.each([
    ['together', together, [3, 3]],
    ['together', together, [10, 10]],
    ['apart', apart, [2, 2]],
    ['apart', apart, [3, 3]],
    ['apart', apart, [3, 5]],
    ['apart', apart, [1, 5]],
    ['widening', widening, [3, 3]],
    ['widening', widening, [2, 8]],
    ['outliers', outliers, [3, 3]],
  ] as const)('deciles stray %s, runs %3$j', (_, straying, runs) => {
    const { bands, intervals } = coverageOfRuns(straying, runs, comparisons)
    expect(bands).toBeGreaterThan(0.92)
    expect(intervals).toBeGreaterThan(0.92)
  })

  test.each([
    [lognormal, 1000],
    [autoregressive(0.5), 1000],
  ])('within two runs, $0.name', (law, n) => {
    expect(coverageWithinRuns(law, n, 150).bands).toBeGreaterThan(0.92)
  })
})

test('the intervals of single deciles, all at once, do not: that is what the bands are for', () => {
  const { intervals, together: all } = coverageOfRuns(apart, [3, 3], comparisons)
  expect(intervals).toBeGreaterThan(0.95 - slack)
  expect(all).toBeLessThan(0.7)
})
