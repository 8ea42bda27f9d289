import { expect, test } from 'vitest'
import { akaike } from './akaike.ts'

test('n ln(SS / n) + 2K + 2K(K + 1) / (n − K − 1), by hand', () => {
  expect(akaike(0.02, 10, 2)).toBeCloseTo(10 * Math.log(0.002) + 6 + 24 / 6, 12)
})

test('as many observations as numbers to find support nothing', () => {
  expect(akaike(0.01, 4, 2)).toBe(Number.POSITIVE_INFINITY)
})

test('of laws that fit to the last digit the one with fewer parameters wins', () => {
  expect(akaike(0, 12, 1)).toBeLessThan(akaike(1e-20, 12, 3))
  expect(akaike(1e-31, 12, 1)).toBeLessThan(akaike(1e-33, 12, 3))
})
