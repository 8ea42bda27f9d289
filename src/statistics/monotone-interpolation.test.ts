import { expect, test } from 'vitest'
import { monotoneInterpolation } from './monotone-interpolation.ts'

test('is PCHIP', () => {
  // scipy.interpolate.PchipInterpolator([1, 2, 4, 8, 16], [1, 1.9, 3.4, 5, 5.2])([1.5, 3, 5, 7, 12])
  const curve = monotoneInterpolation([1, 2, 4, 8, 16], [1, 1.9, 3.4, 5, 5.2])
  const expected = [
    1.4654336734693878, 2.7216326530612243, 3.943967391304348, 4.821902173913043, 5.1521739130434785,
  ]
  for (const [i, x] of [1.5, 3, 5, 7, 12].entries()) expect(curve(x)).toBeCloseTo(expected[i]!, 10)
})

test('goes through its points, is flat outside, and turns only where they do', () => {
  const curve = monotoneInterpolation([1, 2, 4, 8], [1, 5, 5, 2])
  expect([0, 1, 2, 3, 4, 8, 9].map(curve)).toEqual([1, 1, 5, 5, 5, 2, 2])
  for (let x = 4; x < 8; x += 0.1) expect(curve(x + 0.1)).toBeLessThanOrEqual(curve(x))
})

test('of one point is constant, and of points out of order is refused', () => {
  expect(monotoneInterpolation([3], [7])(100)).toBe(7)
  expect(() => monotoneInterpolation([1, 1], [2, 3])).toThrow(RangeError)
  expect(() => monotoneInterpolation([], [])).toThrow(RangeError)
})
