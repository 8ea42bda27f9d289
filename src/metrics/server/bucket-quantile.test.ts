import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketQuantile } from './bucket-quantile.ts'

const bounds = [1, 2, 5, Number.POSITIVE_INFINITY]

describe('bucketQuantile', () => {
  // As Prometheus' histogram_quantile() has them.
  it.each([
    [[10, 10, 0, 0], 0.5, { value: 1, low: 0, resolution: 1 }],
    [[10, 10, 0, 0], 0.75, { value: 1.5, low: 1, resolution: 1 }],
    [[0, 0, 4, 0], 0.5, { value: 3.5, low: 2, resolution: 3 }],
    [[0, 0, 4, 0], 0, { value: 2, low: 2, resolution: 3 }],
    [[0, 0, 4, 0], 1, { value: 5, low: 2, resolution: 3 }],
    [[1, 0, 0, 9], 0.99, { value: null, low: 5, resolution: null }],
    [[1, 0, 0, 9], 0.1, { value: 1, low: 0, resolution: 1 }],
  ] as const)('of %j at %d', (counts, p, quantile) =>
    expect(bucketQuantile({ bounds, counts }, p)).toEqual(quantile),
  )

  it.each([[[0, 0, 0, 0]], [[]]])('is nothing for %j', (counts) =>
    expect(bucketQuantile({ bounds: counts.map((_, i) => i), counts }, 0.5)).toBeNull(),
  )

  it('has nothing between 0 and a bound below it', () => {
    expect(bucketQuantile({ bounds: [-1, 1], counts: [1, 1] }, 0.25)).toEqual({
      value: -1,
      low: -1,
      resolution: 0,
    })
  })

  it('is within its bucket’s width of the exact one', () => {
    const edges = Array.from({ length: 40 }, (_, i) => i + 1)
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 40, noNaN: true }), { minLength: 1, maxLength: 300 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (values, p) => {
          const counts = edges.map(
            (edge) => values.filter((value) => value > edge - 1 && value <= edge).length,
          )
          const exact = values.toSorted((a, b) => a - b)[Math.ceil(p * values.length - 1e-9) - 1]!
          const { value, low, resolution } = bucketQuantile({ bounds: edges, counts }, p)!
          expect(Math.abs(value! - exact)).toBeLessThanOrEqual(1)
          expect([resolution, value! >= low && value! <= low + 1]).toEqual([1, true])
        },
      ),
    )
  })
})
