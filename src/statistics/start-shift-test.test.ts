import { describe, expect, it } from 'vitest'
import { drawNormal } from './draw-normal.ts'
import { createRandom } from './random.ts'
import { startShiftTest } from './start-shift-test.ts'

function series(seed: number, phi: number, shift: (i: number) => number): Float64Array {
  const random = createRandom(seed, 6)
  let state = drawNormal(random, 0, 1 / Math.sqrt(1 - phi * phi))
  return Float64Array.from({ length: 60 }, (_, i) => {
    state = phi * state + drawNormal(random, 0, 1)
    return state + shift(i)
  })
}

function found(phi: number, shift: (i: number) => number, first = 12, runs = 1000): number {
  let count = 0
  for (let seed = 0; seed < runs; seed++) {
    if (startShiftTest(series(seed, phi, shift), first).significant) count++
  }
  return count / runs
}

describe('startShiftTest', () => {
  it('finds no shift in series without one', () => {
    for (const phi of [0, 0.5, 0.9, 0.99]) expect(found(phi, () => 0)).toBeLessThanOrEqual(0.002)
  })

  it('finds a plateau and a decay', () => {
    expect(found(0, (i) => (i < 12 ? 6 : 0))).toBeGreaterThan(0.9)
    expect(found(0, (i) => 30 * Math.exp(-i / 6), 20)).toBeGreaterThan(0.9)
  })

  it('measures the shift', () => {
    const { estimate } = startShiftTest(
      Float64Array.from({ length: 20 }, (_, i) => (i < 5 ? 7 : 3)),
      5,
    )
    expect(estimate).toBe(4)
  })

  it('leaves a peak alone that the rest has too', () => {
    expect(found(0, (i) => (i < 12 || i === 40 ? 6 : 0))).toBeLessThan(0.1)
  })

  it('refuses a beginning that is nothing, or everything', () => {
    expect(() => startShiftTest(new Float64Array(20), 0)).toThrow(RangeError)
    expect(() => startShiftTest(new Float64Array(20), 18)).toThrow(RangeError)
  })
})
