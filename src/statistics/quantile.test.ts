import { describe, expect, test } from 'vitest'
import { quantile } from './quantile.ts'

const sorted = Float64Array.of(0.5, 1.25, 3, 7, 7, 11, 19.5, 42)

describe('quantile', () => {
  // numpy 2.4: np.quantile([.5, 1.25, 3, 7, 7, 11, 19.5, 42], p)
  test.each([
    [0, 0.5],
    [0.1, 1.025],
    [0.25, 2.5625],
    [0.5, 7],
    [0.9, 26.25],
    [0.99, 40.425],
    [1, 42],
  ])('p %d', (p, expected) => {
    expect(quantile(sorted, p)).toBeCloseTo(expected, 12)
  })

  test('one value is every quantile, and none has none', () => {
    expect(quantile(Float64Array.of(5), 0.99)).toBe(5)
    expect(quantile(new Float64Array(), 0.5)).toBeNaN()
  })

  test.each([-0.1, 1.1, 99, Number.NaN])('refuses p = %d', (p) => {
    expect(() => quantile(sorted, p)).toThrow(RangeError)
  })
})
