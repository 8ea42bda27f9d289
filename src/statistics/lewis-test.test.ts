import { describe, expect, test } from 'vitest'
import { drawExponential } from './draw-exponential.ts'
import { lewisTest } from './lewis-test.ts'
import { createRandom } from './random.ts'

const poisson = (seed: number, n: number): Float64Array => {
  const random = createRandom(seed)
  let at = 0
  return Float64Array.from({ length: n }, () => (at += drawExponential(random, 1)))
}

describe('lewisTest', () => {
  test('the reference procedure', () => {
    // numpy and scipy: c = sort(diff([0, u, 1])); z = (n + 2 − j) diff([0, c]); kstest(cumsum(z)[:-1], 'uniform')
    const { n, statistic, p } = lewisTest([12, 14, 15.5, 19, 23, 24.5, 28, 29], 10, 30)
    expect(n).toBe(8)
    expect(statistic).toBeCloseTo(0.45, 12)
    expect(Math.abs(p - 0.053606650400391365)).toBeLessThan(0.01)
  })

  test('rejects a Poisson process about as often as it says', () => {
    let rejected = 0
    for (let seed = 0; seed < 1000; seed += 1) {
      const times = poisson(seed, 300)
      if (lewisTest(times.subarray(0, -1), 0, times.at(-1)!).p < 0.05) rejected += 1
    }
    expect(rejected).toBeGreaterThan(30)
    expect(rejected).toBeLessThan(72)
  })

  test('rejects even spacing, which a KS test on the times accepts', () => {
    const even = Float64Array.from({ length: 299 }, (_, i) => i + 1)
    expect(lewisTest(even, 0, 300).p).toBeLessThan(1e-9)
  })

  test('order and unit make no difference', () => {
    const once = lewisTest([1, 4, 9], 0, 10)
    expect(lewisTest([9e9, 1e9, 4e9], 0, 10e9).statistic).toBeCloseTo(once.statistic, 12)
  })

  test('refuses times outside the interval, and an interval of none', () => {
    expect(() => lewisTest([1, 11], 0, 10)).toThrow(RangeError)
    expect(() => lewisTest([-1, 5], 0, 10)).toThrow(RangeError)
    expect(() => lewisTest([1, Number.NaN], 0, 10)).toThrow(RangeError)
    expect(() => lewisTest([], 10, 10)).toThrow(RangeError)
  })
})
