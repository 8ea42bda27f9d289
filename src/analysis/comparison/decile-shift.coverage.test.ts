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

/**
 * A part of test/statistics/decile-shift.sim.ts (`npm run test:statistics`). The bands of deciles that stray each by its own hold in 0.95 of
 * comparisons, the hardest case: so many tell that from 0.92 by more than two standard errors.
 */
const comparisons = 300

describe('the bands of all deciles hold at once in at least 0.92 of comparisons', () => {
  test.each([
    ['together, 3 runs a side', together, [3, 3]],
    ['apart, 2 runs a side', apart, [2, 2]],
    ['apart, 3 and 5 runs', apart, [3, 5]],
    ['apart, 1 and 5 runs', apart, [1, 5]],
    ['more in the tail, 3 runs a side', widening, [3, 3]],
    ['with outliers, 3 runs a side', outliers, [3, 3]],
  ] as const)('deciles stray %s', (_, straying, runs) => {
    const { bands, intervals } = coverageOfRuns(straying, runs, comparisons)
    expect(bands).toBeGreaterThan(0.92)
    expect(intervals).toBeGreaterThan(0.92)
  })

  test.each([
    ['lognormal', lognormal],
    ['dependent', autoregressive(0.5)],
  ])('within two runs, %s', (_, law) => {
    expect(coverageWithinRuns(law, 1000, 100).bands).toBeGreaterThan(0.92)
  })
})

test('the intervals of single deciles, all at once, do not: that is what the bands are for', () => {
  const { intervals, together: all } = coverageOfRuns(apart, [3, 3], comparisons)
  expect(intervals).toBeGreaterThan(0.93)
  expect(all).toBeLessThan(0.7)
})
