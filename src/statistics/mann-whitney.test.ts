import { expect, test } from 'vitest'
import { golden } from './fixtures/comparing.ts'
import { mannWhitney } from './mann-whitney.ts'

test("scipy's exact p, and with ties that of all permutations", () => {
  for (const [x, y, p] of golden.mann_whitney) {
    expect([x, y, mannWhitney(x, y)]).toEqual([x, y, expect.closeTo(p, 10)])
  }
})

test('the least p of three, four, five and six a side', () => {
  const least = [3, 4, 5, 6].map((n) => {
    const x = Array.from({ length: n }, (_, i) => i)
    return mannWhitney(
      x,
      x.map((value) => value + n),
    )
  })
  expect(least.map((p) => Number(p.toPrecision(2)))).toEqual([0.1, 0.029, 0.0079, 0.0022])
})

test('goes over into the normal approximation', () => {
  const x = Array.from({ length: 30 }, (_, i) => i)
  const y = Array.from({ length: 30 }, (_, i) => i + 8.5)
  expect(mannWhitney([...x, 15.1], y) / mannWhitney(x, y)).toBeCloseTo(1, 0)
})

test('says nothing without values or variation', () => {
  expect(mannWhitney([], [1, 2])).toBe(1)
  expect(mannWhitney([4, 4], [4, 4, 4])).toBe(1)
  const same = Array.from({ length: 40 }, () => 1)
  expect(mannWhitney(same, same)).toBe(1)
})
