import { describe, expect, test } from 'vitest'
import { spearman } from './spearman.ts'

const a = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]
const b = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4]

describe('spearman', () => {
  test('with ties', () => {
    // scipy 1.17: stats.spearmanr(a, b)[0]
    expect(spearman(a, b)).toBeCloseTo(0.1384567651467695, 12)
  })

  test('any rising function is 1, any falling one −1', () => {
    const x = Float64Array.of(1, 2, 5, 9)
    expect(spearman(x, x.map(Math.exp))).toBeCloseTo(1, 12)
    expect(
      spearman(
        x,
        x.map((value) => 1 / value),
      ),
    ).toBeCloseTo(-1, 12)
  })

  test('no variation, no correlation', () => {
    expect(spearman([1, 2, 3], [4, 4, 4])).toBeNaN()
    expect(spearman([], [])).toBeNaN()
    expect(() => spearman([1], [1, 2])).toThrow(RangeError)
  })
})
