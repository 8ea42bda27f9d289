import { describe, expect, test } from 'vitest'
import { indexOfDispersion } from './index-of-dispersion.ts'

describe('indexOfDispersion', () => {
  test('counts in windows, those that end by the end only', () => {
    // numpy: k = histogram(t, arange(0, 7))[0] = [3 1 4 0 1 1]; k.var(ddof=1) / k.mean()
    const times = [0.1, 0.2, 0.9, 1.5, 2.1, 2.2, 2.3, 2.9, 4.5, 5.9, 6.2]
    expect(indexOfDispersion(times, 0, 6.5, 1)).toEqual({ windows: 6, index: expect.closeTo(1.36, 12) })
  })

  test('even arrivals have none', () => {
    const times = Array.from({ length: 100 }, (_, i) => 5 + i / 10)
    expect(indexOfDispersion(times, 5, 15, 1)).toEqual({ windows: 10, index: 0 })
  })

  test('too little to say anything', () => {
    expect(indexOfDispersion([1, 2], 0, 1.5, 1).index).toBeNaN()
    expect(indexOfDispersion([], 0, 10, 1).index).toBeNaN()
    expect(indexOfDispersion([1], 10, 0, 1)).toEqual({ windows: 0, index: Number.NaN })
    expect(() => indexOfDispersion([1], 0, 10, 0)).toThrow(RangeError)
  })
})
