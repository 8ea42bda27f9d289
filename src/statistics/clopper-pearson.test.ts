import { expect, test } from 'vitest'
import { clopperPearson } from './clopper-pearson.ts'
import { golden } from './fixtures/comparing.ts'

test("scipy's", () => {
  for (const [k, n, confidence, [low, high]] of golden.clopper_pearson) {
    expect([k, n, clopperPearson(k, n, confidence)]).toEqual([
      k,
      n,
      [expect.closeTo(low, 9), expect.closeTo(high, 9)],
    ])
  }
})

test('none of 59 show that fewer than 5 % are, one-sided', () => {
  expect(clopperPearson(0, 59, 0.9)[1]).toBeLessThan(0.05)
  expect(clopperPearson(0, 58, 0.9)[1]).toBeGreaterThan(0.05)
})

test('says nothing without observations, and refuses what is no share', () => {
  expect(clopperPearson(0, 0)).toEqual([0, 1])
  for (const [k, n, confidence] of [
    [3, 2, 0.95],
    [-1, 2, 0.95],
    [0.5, 2, 0.95],
    [1, 2, 1],
    [1, Number.NaN, 0.95],
  ] as const) {
    expect(() => clopperPearson(k, n, confidence)).toThrow(RangeError)
  }
})
