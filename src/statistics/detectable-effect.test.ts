import { expect, test } from 'vitest'
import { detectableByCounts, detectableEffect } from './detectable-effect.ts'
import { golden } from './fixtures/comparing.ts'
import { normalCdf } from './normal-cdf.ts'

test("what scipy's non-central t gives more power is larger, what it gives less is smaller", () => {
  for (const [degrees, alpha, effect, power] of golden.detectable) {
    const found = detectableEffect(degrees, alpha)
    expect([degrees, alpha, effect, found < effect]).toEqual([degrees, alpha, effect, power > 0.82])
    // Two points of power are 7 % of the effect at 1.5 degrees, and less at more.
    if (Math.abs(power - 0.82) < 0.02) expect(Math.abs(found / effect - 1)).toBeLessThan(0.07)
  }
})

test('is z + z of a standard error that is known', () => {
  const known = detectableEffect(Number.POSITIVE_INFINITY)
  expect(normalCdf(known - 1.959963984540054)).toBeCloseTo(0.82, 9)
  expect(detectableEffect(9999)).toBeCloseTo(known, 2)
})

test('of more power is larger, by the difference of the quantiles where the error is known', () => {
  const [plain, more] = [0.82, 0.85].map((power) => detectableEffect(Number.POSITIVE_INFINITY, 0.05, power))
  expect(more! - plain!).toBeCloseTo(1.0364334 - 0.9153651, 6)
  expect(detectableEffect(5, 0.05, 0.85)).toBeGreaterThan(detectableEffect(5))
})

test('falls with degrees of freedom, rises as alpha falls', () => {
  const byDegrees = [1, 1.3, 2, 3, 5, 10, 100, 2000].map((degrees) => detectableEffect(degrees))
  expect(byDegrees).toEqual(byDegrees.toSorted((x, y) => y - x))
  expect(detectableEffect(5, 0.01)).toBeGreaterThan(detectableEffect(5, 0.05))
})

test('counts that may seem over-dispersed: between those that can’t and those that are', () => {
  const known = detectableEffect(Number.POSITIVE_INFINITY)
  for (const degrees of [1, 2, 4, 18]) {
    expect(detectableByCounts(degrees)).toBeGreaterThan(known)
    expect(detectableByCounts(degrees)).toBeLessThan(detectableEffect(degrees))
  }
})
