import { expect, test } from 'vitest'
import { quantileOf } from './quantile-of.ts'

const exponential = (x: number): number => -Math.expm1(-x)

test('inverts a cdf to the last digits, whatever the scale it begins at', () => {
  for (const scale of [1e-9, 1, 1e9]) {
    expect(quantileOf(exponential, 0.9, scale)).toBeCloseTo(Math.log(10), 14)
  }
})

test('is 0 where there is that much probability at 0', () => {
  const withAtom = (x: number): number => 0.3 + 0.7 * exponential(x)
  expect(quantileOf(withAtom, 0.3, 1)).toBe(0)
  expect(quantileOf(withAtom, 0.31, 1)).toBeGreaterThan(0)
})

test('refuses 1, which lies at infinity', () => {
  expect(() => quantileOf(exponential, 1, 1)).toThrow(RangeError)
})
