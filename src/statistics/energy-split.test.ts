import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { energySplit } from './energy-split.ts'
import { golden } from './fixtures/e-divisive.ts'

/** The definition, every pair of every split: n³. */
function naive(values: readonly number[], at: number): number {
  const mean = (a: readonly number[], b: readonly number[]): number => {
    const same = a === b
    let [sum, count] = [0, 0]
    for (const [i, x] of a.entries()) {
      for (const [j, y] of b.entries()) {
        if (same && i === j) continue
        sum += Math.abs(x - y)
        count++
      }
    }
    return sum / count
  }
  const [a, b] = [values.slice(0, at), values.slice(at)]
  return ((a.length * b.length) / values.length) * (2 * mean(a, b) - mean(a, a) - mean(b, b))
}

describe('energySplit', () => {
  it('is the largest of the definition, over all splits', () => {
    const numbers = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 4, maxLength: 25 })
    fc.assert(
      fc.property(numbers, fc.integer({ min: 2, max: 4 }), (values, least) => {
        const split = energySplit(values, least)
        fc.pre(values.length >= 2 * least)
        const splits = Array.from({ length: values.length - 2 * least + 1 }, (_, i) => i + least)
        const all = splits.map((at) => naive(values, at))
        expect(split!.statistic).toBeCloseTo(Math.max(...all), 8)
        expect(all[split!.at - least]).toBeCloseTo(Math.max(...all), 8)
      }),
      { numRuns: 200 },
    )
  })

  it.each(golden.series)('is as numpy has it: $name', ({ values, at, statistic }) => {
    const split = energySplit(values, 2)!
    expect(split.at).toBe(at)
    expect(split.statistic).toBeCloseTo(statistic, 10)
  })

  it('sees a change of spread that no mean shows', () => {
    const values = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (i < 20 ? 1 : 10))
    expect(energySplit(values, 3)!.at).toBe(20)
  })

  it('has none of too few values', () => {
    expect(energySplit([1, 2, 3], 2)).toBeNull()
    expect(energySplit([], 2)).toBeNull()
    expect(energySplit([1, 1, 2, 2], 2)).toEqual({ at: 2, statistic: 2 })
  })
})
