import { describe, expect, test } from 'vitest'
import {
  apart,
  coverageOfRuns,
  coverageWithinRuns,
  outliers,
  together,
  widening,
} from '../../src/analysis/comparison/fixtures/shift-coverage.ts'
import { autoregressive, exponential, lognormal, mm1 } from '../../src/statistics/fixtures/laws.ts'

const comparisons = 2000
/** Three standard errors below 0.95. */
const least = 0.95 - 3 * Math.sqrt((0.95 * 0.05) / comparisons)

const strayings = { together, apart, widening, outliers }
const sides = [
  [2, 2],
  [3, 3],
  [3, 5],
  [2, 8],
  [10, 10],
  [1, 3],
  [1, 5],
] as const

describe('the bands of all deciles hold at once', () => {
  describe.each(Object.entries(strayings))('deciles stray %s', (name, straying) => {
    test.each(sides)('%d and %d runs', (a, b) => {
      const { bands, intervals, together: all } = coverageOfRuns(straying, [a, b], comparisons)
      console.log(name, `${a} and ${b} runs`, { bands, intervals, all })
      expect(bands).toBeGreaterThan(least)
    })
  })

  test.each([
    [lognormal, 1000],
    [exponential, 500],
    [autoregressive(0.5), 2000],
    [mm1(0.5), 4000],
  ] as const)('within two runs', (law, n) => {
    const { bands, intervals, together: all } = coverageWithinRuns(law, n, 500)
    console.log(law.name, `two runs of ${n}`, { bands, intervals, all })
    expect(bands).toBeGreaterThan(0.93)
  })
})
