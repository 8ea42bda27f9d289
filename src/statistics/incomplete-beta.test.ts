import { expect, test } from 'vitest'
import { golden } from './fixtures/comparing.ts'
import { incompleteBeta } from './incomplete-beta.ts'
import { logGamma } from './log-gamma.ts'

test("scipy's ln Γ", () => {
  for (const [x, value] of golden.log_gamma) expect([x, logGamma(x)]).toEqual([x, near(value, 1e-13)])
})

test("scipy's incomplete beta function", () => {
  for (const [x, a, b, value] of golden.incomplete_beta) {
    expect([x, a, b, incompleteBeta(x, a, b)]).toEqual([x, a, b, near(value, 1e-11)])
  }
})

test('is 0 at 0 and 1 at 1, and nothing outside', () => {
  expect([incompleteBeta(0, 2, 3), incompleteBeta(1, 2, 3)]).toEqual([0, 1])
  for (const [x, a, b] of [
    [-0.1, 1, 1],
    [1.1, 1, 1],
    [Number.NaN, 1, 1],
    [0.5, 0, 1],
    [0.5, 1, -1],
    [0.5, 1, Number.POSITIVE_INFINITY],
  ] as const) {
    expect(() => incompleteBeta(x, a, b)).toThrow(RangeError)
  }
})

/** Within so much of its size, or of 1 below that. */
function near(value: number, error: number) {
  return expect.toSatisfy(
    (found: number) => Math.abs(found - value) <= error * Math.max(0.1, Math.abs(value)),
  )
}
