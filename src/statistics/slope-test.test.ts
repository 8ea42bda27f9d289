import { describe, expect, it } from 'vitest'
import { drawNormal } from './draw-normal.ts'
import { createRandom } from './random.ts'
import { slopeTest } from './slope-test.ts'

const x = Float64Array.from({ length: 60 }, (_, i) => i)

function walk(seed: number, phi: number, slope: number): Float64Array {
  const random = createRandom(seed, 5)
  let state = 0
  return x.map((at) => {
    state = phi * state + drawNormal(random, 0, 1)
    return state + slope * at
  })
}

function found(phi: number, slope: number, runs = 1000): number {
  let count = 0
  for (let seed = 0; seed < runs; seed++) if (slopeTest(x, walk(seed, phi, slope)).significant) count++
  return count / runs
}

describe('slopeTest', () => {
  it('gives the line of least squares', () => {
    const y = x.map((at) => 3 - 2 * at + (at % 2 === 0 ? 0.1 : -0.1))
    const { estimate, significant } = slopeTest(x, y)
    expect(estimate).toBeCloseTo(-2, 3)
    expect(significant).toBe(true)
  })

  it('finds a slope in next to no series without one, however much of it persists', () => {
    for (const phi of [0, 0.5, 0.9, 0.98]) expect(found(phi, 0)).toBeLessThanOrEqual(0.002)
    expect(found(1, 0)).toBeLessThanOrEqual(0.01)
  })

  it('finds one where there is one', () => {
    expect(found(0, 0.12)).toBeGreaterThan(0.9)
    expect(found(0.5, 0.6)).toBeGreaterThan(0.7)
  })

  it('finds nothing without variation, and refuses unequal lengths', () => {
    expect(slopeTest(x, new Float64Array(60)).significant).toBe(false)
    expect(slopeTest(new Float64Array(60), x).significant).toBe(false)
    expect(() => slopeTest(x, new Float64Array(3))).toThrow(RangeError)
  })
})
