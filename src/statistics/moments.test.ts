import { describe, expect, test } from 'vitest'
import { moments, skewness } from './moments.ts'

describe('moments', () => {
  test('as numpy has them', () => {
    // numpy 2.4: len, x.mean(), x.std(ddof=1)
    const { n, mean, sd, min, max } = moments([0.5, 1.25, 3, 7, 7, 11, 19.5, 42])
    expect({ n, min, max }).toEqual({ n: 8, min: 0.5, max: 42 })
    expect(mean).toBeCloseTo(11.40625, 12)
    expect(sd).toBeCloseTo(13.800839454281654, 12)
  })

  test('small differences between large numbers keep their digits', () => {
    // The sum of squares, 4e30, has steps of 5e14: the textbook formula gives 0 or NaN here.
    expect(moments([1e15 + 4, 1e15 + 7, 1e15 + 13, 1e15 + 16]).sd).toBeCloseTo(5.477225575051661, 9)
  })

  test('one value has no spread, and none has nothing', () => {
    expect(moments([3])).toEqual({ n: 1, mean: 3, sd: Number.NaN, min: 3, max: 3 })
    const none = { n: 0, mean: Number.NaN, sd: Number.NaN, min: Number.NaN, max: Number.NaN }
    expect(moments(new Float64Array())).toEqual(none)
  })
})

test('skewness: as scipy has it, and none without variation', () => {
  // scipy 1.17: scipy.stats.skew
  const values = Float64Array.of(0.5, 1.25, 3, 7, 7, 11, 19.5, 42)
  const n = values.length
  expect(skewness(values) * (n / (n - 1)) ** 1.5).toBeCloseTo(1.5138264496341867, 12)
  expect([
    skewness(new Float64Array(5)),
    skewness(new Float64Array(0)),
    skewness(Float64Array.of(3)),
  ]).toEqual([0, 0, 0])
})
