import { describe, expect, it } from 'vitest'
import { drawNormal } from './draw-normal.ts'
import { driftTest } from './drift-test.ts'
import { createRandom } from './random.ts'

function walk(seed: number, drift: number): Float64Array {
  const random = createRandom(seed, 7)
  let level = 0
  return Float64Array.from({ length: 21 }, () => (level += drawNormal(random, drift, 1)))
}

describe('driftTest', () => {
  it('by hand', () => {
    // Increments 1, 3, 1, 3: mean 2, sd √(4/3).
    const { growth, lateGrowth, t } = driftTest(Float64Array.of(5, 6, 9, 10, 13))
    expect([growth, lateGrowth]).toEqual([8, 4])
    expect(t).toBeCloseTo((2 * Math.sqrt(4)) / Math.sqrt(4 / 3), 12)
  })

  it('has the size of its t distribution on a walk that goes nowhere', () => {
    let beyond = 0
    for (let seed = 0; seed < 4000; seed++) if (driftTest(walk(seed, 0)).t > 1.729) beyond++
    // 5 % of 4000, give or take four standard errors.
    expect(Math.abs(beyond - 200)).toBeLessThan(56)
  })

  it('finds a drift', () => {
    let found = 0
    for (let seed = 0; seed < 200; seed++) if (driftTest(walk(seed, 2)).t > 3.9) found++
    expect(found).toBeGreaterThan(190)
  })
})
