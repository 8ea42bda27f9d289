import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LogHistogram } from './log-histogram.ts'
import { moments } from './moments.ts'
import { quantile } from './quantile.ts'

/** Spread evenly over the logarithm: all scales are met, not only the largest. */
const nanoseconds = fc
  .tuple(fc.integer({ min: 0, max: 52 }), fc.double({ min: 1, max: 2, noNaN: true, maxExcluded: true }))
  .map(([exponent, fraction]) => 2 ** exponent * fraction)
const samples = fc.array(nanoseconds, { minLength: 1, maxLength: 300 })

const holding = (values: readonly number[]): LogHistogram => {
  const histogram = new LogHistogram()
  for (const value of values) histogram.record(value)
  return histogram
}

describe('LogHistogram', () => {
  test('every quantile is within 1/256 of the exact one', () => {
    fc.assert(
      fc.property(samples, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const exact = quantile(Float64Array.from(values).sort(), p)
        expect(Math.abs(holding(values).quantile(p) - exact)).toBeLessThanOrEqual(exact / 256)
      }),
      { numRuns: 1000 },
    )
  })

  test('the moments are exact', () => {
    fc.assert(
      fc.property(samples, (values) => {
        const histogram = holding(values)
        const { n, mean, sd, min, max } = histogram
        expect({ n, mean, sd, min, max }).toEqual(moments(values))
      }),
    )
  })

  test('adding two is recording both, through JSON', () => {
    fc.assert(
      fc.property(fc.array(nanoseconds), fc.array(nanoseconds), (one, other) => {
        const both = holding([...one, ...other]).toPlain()
        const sum = holding(one)
        sum.add(JSON.parse(JSON.stringify(holding(other).toPlain())))
        const { mean, squares, ...rest } = sum.toPlain()
        expect(rest).toEqual({ ...rest, n: both.n, buckets: both.buckets, counts: both.counts })
        expect([rest.min, rest.max]).toEqual([both.min, both.max])
        expect(mean / (both.mean || 1)).toBeCloseTo(both.mean === 0 ? 0 : 1, 9)
        expect(Math.abs(squares - both.squares)).toBeLessThanOrEqual(1e-9 * (both.squares + both.mean ** 2))
      }),
    )
  })
})
