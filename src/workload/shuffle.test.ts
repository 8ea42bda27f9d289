import { describe, expect, it } from 'vitest'
import { createShuffle } from './shuffle.ts'

describe('createShuffle', () => {
  it.each([1, 2, 3, 7, 100, 1000])('deals each of %d items once a pass', (count) => {
    const shuffle = createShuffle(3, count)
    for (let pass = 0; pass < 4; pass++) {
      const dealt = Array.from({ length: count }, (_, position) => shuffle(pass * count + position))
      expect(dealt.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, item) => item))
    }
  })

  it('deals in another order each pass and for each seed', () => {
    const order = (seed: number, pass: number) =>
      Array.from({ length: 50 }, (_, position) => createShuffle(seed, 50)(pass * 50 + position)).join()
    expect(new Set([order(1, 0), order(1, 1), order(1, 2), order(2, 0), order(3, 0)]).size).toBe(5)
  })

  it('deals the same to workers that each take a part, in whatever order they ask', () => {
    const alone = createShuffle(9, 10)
    const whole = Array.from({ length: 35 }, (_, index) => alone(index))
    const parts = [createShuffle(9, 10), createShuffle(9, 10), createShuffle(9, 10)]
    const shared: number[] = []
    for (let index = 34; index >= 0; index--) shared[index] = parts[index % 3]!(index)
    expect(shared).toEqual(whole)
  })

  it('makes all orders of four items about as often', () => {
    const seeds = 12_000
    const counts = new Map<string, number>()
    for (let seed = 0; seed < seeds; seed++) {
      const shuffle = createShuffle(seed, 4)
      const order = [shuffle(0), shuffle(1), shuffle(2), shuffle(3)].join()
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(24)
    const expected = seeds / 24
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 23 degrees of freedom: the 0.9999 quantile is 56.
    expect(chiSquare).toBeLessThan(56)
  })
})
