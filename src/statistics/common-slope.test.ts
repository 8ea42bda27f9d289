import { describe, expect, test } from 'vitest'
import { commonSlope, type Placed } from './common-slope.ts'
import { drawNormal } from './draw-normal.ts'
import { moments } from './moments.ts'
import { createRandom } from './random.ts'

const placed = (at: readonly number[], values: readonly number[]): readonly Placed[] =>
  at.map((place, i) => ({ at: place, value: values[i]! }))

describe('commonSlope', () => {
  // fixtures/common-slope.py
  test('is that of an analysis of covariance', () => {
    const x = placed([0, 3, 4, 7, 8], [2.1, 2.31, 2.22, 2.55, 2.41])
    const y = placed([1, 2, 5, 6, 9, 10], [3.02, 3.0, 3.35, 3.21, 3.44, 3.66])
    const { slope, p, levels } = commonSlope(x, y)!
    expect(slope).toBeCloseTo(0.05898781630740382, 12)
    expect(p).toBeCloseTo(0.0002242029602448747, 9)
    const [under, over] = levels.map(({ values }) => moments(values))
    expect(over!.mean - under!.mean).toBeCloseTo(0.8971134020618552, 12)
    const squares = 4 * under!.sd ** 2 + 5 * over!.sd ** 2
    expect(levels[0].degrees + levels[1].degrees).toBeCloseTo(8, 12)
    expect(squares / 8).toBeCloseTo(0.009251335520149928, 12)
  })

  test('each side’s squares, over its degrees of freedom, are its variance', () => {
    const random = createRandom(8)
    const sums = [0, 0]
    const trials = 4000
    for (let trial = 0; trial < trials; trial++) {
      const noisy = (at: number): Placed => ({ at, value: 0.1 * at + drawNormal(random, 0, 1) })
      const { levels } = commonSlope([0, 4, 9].map(noisy), [2, 5, 6, 7].map(noisy))!
      levels.forEach(({ values, degrees }, side) => {
        sums[side]! += ((values.length - 1) * moments(values).sd ** 2) / degrees
      })
    }
    for (const sum of sums) expect(Math.abs(sum / trials - 1)).toBeLessThan(0.08)
  })

  test('there is none of one value, or at one place', () => {
    expect(commonSlope(placed([0], [1]), placed([1, 2], [1, 2]))).toBeNull()
    expect(commonSlope(placed([3, 3], [1, 2]), placed([3, 3], [1, 2]))).toBeNull()
    expect(commonSlope(placed([0, 1], [5, 5]), placed([2, 3], [7, 7]))).toMatchObject({ slope: 0, p: 1 })
    expect(commonSlope(placed([0, 1], [5, 6]), placed([2, 3], [7, 8]))!.p).toBe(0)
  })
})
