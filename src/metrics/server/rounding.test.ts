import { describe, expect, it } from 'vitest'
import { isResolved, lastDigit, lastDigitOfCount } from './rounding.ts'

describe('lastDigit', () => {
  it.each([
    [1.23457e6, 6, 10],
    [999_999, 6, 1],
    [2.34567, 6, 1e-5],
    [0, 6, 0],
    [5, Number.POSITIVE_INFINITY, 0],
  ])('of %d with %d digits is %d', (value, digits, step) => {
    expect(lastDigit(value, digits)).toBeCloseTo(step, 12)
  })

  it('of a count is nothing as long as all its digits are there', () => {
    expect([999_999, 1e6, 1.5e8].map((count) => lastDigitOfCount(count, 6))).toEqual([0, 10, 1000])
  })
})

it('isResolved: by a twentieth of the growth', () => {
  expect([isResolved(200, 10), isResolved(199, 10), isResolved(0, 10), isResolved(0, 0)]).toEqual([
    true,
    false,
    false,
    true,
  ])
})
