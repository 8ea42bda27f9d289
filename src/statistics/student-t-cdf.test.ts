import { expect, test } from 'vitest'
import { golden } from './fixtures/comparing.ts'
import { normalCdf } from './normal-cdf.ts'
import { studentTCdf } from './student-t-cdf.ts'
import { studentTQuantile } from './student-t-quantile.ts'

test("scipy's normal distribution, tails to their own size", () => {
  for (const [x, value] of golden.normal_cdf) {
    expect([x, normalCdf(x) / value]).toEqual([x, expect.closeTo(1, 11)])
  }
})

test("scipy's Student distribution, for whole degrees of freedom and for others", () => {
  for (const [t, degrees, value] of golden.student_cdf) {
    expect([t, degrees, studentTCdf(t, degrees) / value]).toEqual([t, degrees, expect.closeTo(1, 8)])
  }
})

test('is the normal with infinitely many degrees', () => {
  expect(studentTCdf(-1.5, Number.POSITIVE_INFINITY)).toBe(normalCdf(-1.5))
  expect(studentTQuantile(0.975, Number.POSITIVE_INFINITY)).toBeCloseTo(1.959963984540054, 12)
})

test('undoes the quantile', () => {
  for (const degrees of [0.7, 1.9, 3.3, 12, 399.5, 400.5]) {
    for (const p of [0.001, 0.2, 0.5, 0.9, 0.975]) {
      expect(studentTCdf(studentTQuantile(p, degrees), degrees)).toBeCloseTo(p, 9)
    }
  }
})

test('at the ends, and what has no value', () => {
  expect(studentTCdf(Number.NEGATIVE_INFINITY, 3)).toBe(0)
  expect(studentTCdf(Number.POSITIVE_INFINITY, 3)).toBe(1)
  expect(studentTCdf(Number.NaN, 3)).toBeNaN()
  expect(() => studentTCdf(1, 0)).toThrow(RangeError)
  expect(() => studentTCdf(1, Number.NaN)).toThrow(RangeError)
})
