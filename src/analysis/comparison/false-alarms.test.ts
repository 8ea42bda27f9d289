import { describe, expect, test } from 'vitest'
import { type ComparisonRates, lookRatesOf, ratesOf, shareRatesOf } from './fixtures/comparison-rates.ts'
import { drifting, steadyLaws, varying } from './fixtures/run-laws.ts'

/** Simulated with fixed seeds; test/statistics/comparison.sim.ts has more laws, more sizes and many more trials. */
describe('comparisons of equals', () => {
  test.each([
    [2, 2],
    [3, 3],
    [5, 5],
    [10, 10],
    [1, 3],
    [2, 5],
  ])('%d and %d runs that vary', (a, b) => {
    expectHeld(ratesOf(varying, [a, b], 700, 21), 700)
  })

  test.each(['lognormal (σ 1), p99', 'M/M/1 at 0.8, p99'])(
    'three runs a side, requests and all: %s',
    (name) => {
      const law = steadyLaws.find((each) => each.name === name)!
      expectHeld(ratesOf(law, [3, 3], 200, 22), 200)
    },
  )

  test.each([4, 6])('%d runs a side that drift, by turns', (runs) => {
    expectHeld(ratesOf(drifting, [runs, runs], 700, 26), 700)
  })

  test('blocks, at each of three looks, under a drift', () => {
    expectHeld(lookRatesOf(drifting, 500, 23), 500)
  })

  test('shares whose runs differ, and shares whose runs do not', () => {
    const apart = shareRatesOf({ n: 400, share: 0.05, dispersion: 4 }, [5, 5], 500, 24)
    expectHeld(apart, 500)
    const counted = shareRatesOf({ n: 400, share: 0.05, dispersion: 1 }, [3, 3], 500, 25)
    expect(counted.alarms).toBeLessThan(0.05)
    expect(counted.power).toBeGreaterThan(0.8)
  })
})

function expectHeld(
  { alarms, regressions, regressionsBeyond, covered, power }: ComparisonRates,
  trials: number,
): void {
  for (const rate of [alarms, regressions]) {
    expect(rate).toBeGreaterThanOrEqual(0.025)
    expect(rate).toBeLessThanOrEqual(0.07)
  }
  expect(regressionsBeyond).toBeLessThanOrEqual(regressions)
  expect(covered).toBeGreaterThanOrEqual(0.92)
  expect(covered).toBeLessThanOrEqual(0.98)
  // Two standard errors of the simulation.
  expect(power).toBeGreaterThan(0.8 - 2 * Math.sqrt((0.8 * 0.2) / trials))
}
