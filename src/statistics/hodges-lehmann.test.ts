import { describe, expect, test } from 'vitest'
import { drawNormal } from './draw-normal.ts'
import { golden } from './fixtures/comparing.ts'
import { hodgesLehmann, hodgesLehmannShift } from './hodges-lehmann.ts'
import { createRandom } from './random.ts'

const ends = (interval: readonly [number, number] | null) => {
  return interval === null ? null : interval.map((end) => expect.closeTo(end, 9))
}

describe('are what the exact tests don’t reject, tried value by value', () => {
  test('one sample', () => {
    for (const [x, estimate, interval] of golden.walsh) {
      expect(hodgesLehmann(x)).toEqual({ estimate: expect.closeTo(estimate, 9), interval: ends(interval) })
    }
  })

  test('two samples', () => {
    for (const [x, y, estimate, interval] of golden.pairs) {
      const found = hodgesLehmannShift(x, y)
      expect(found).toEqual({ estimate: expect.closeTo(estimate, 9), interval: ends(interval) })
    }
  })
})

test('six values have an interval of 95 %, five have none', () => {
  expect(hodgesLehmann([1, 2, 3, 4, 5]).interval).toBeNull()
  expect(hodgesLehmann([1, 2, 3, 4, 5, 6]).interval).toEqual([1, 6])
  expect(hodgesLehmann([1, 2, 3, 4, 5], 0.9).interval).toEqual([1, 5])
})

test('has nothing to say without values', () => {
  expect(hodgesLehmann([])).toEqual({ estimate: Number.NaN, interval: null })
  expect(hodgesLehmannShift([], [1])).toEqual({ estimate: Number.NaN, interval: null })
})

test.each([8, 50])('holds the truth in 95 of 100, by counting and by the normal: %d values', (n) => {
  const random = createRandom(n)
  const trials = 600
  let one = 0
  let two = 0
  for (let trial = 0; trial < trials; trial++) {
    const x = Array.from({ length: n }, () => drawNormal(random, 3, 1))
    const y = Array.from({ length: n }, () => drawNormal(random, 5, 1))
    if (holds(hodgesLehmann(x).interval!, 3)) one += 1
    if (holds(hodgesLehmannShift(x, y).interval!, 2)) two += 1
  }
  for (const held of [one, two]) {
    expect(held / trials).toBeGreaterThan(0.93)
    expect(held / trials).toBeLessThan(0.985)
  }
})

function holds([low, high]: readonly [number, number], truth: number): boolean {
  return low <= truth && truth <= high
}
