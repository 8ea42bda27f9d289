import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { barScale, decileBar } from './decile-bar.ts'

const scale = { low: -0.1, high: 0.3 }

describe('decileBar', () => {
  test.each([
    ['shown to be more', 0.2, [0.1, 0.3], '     |    ─────┿─────'],
    ['with no change in it', 0.1, [-0.1, 0.3], '─────|────┿──────────'],
    ['no change at all', 0, [0, 0], '     ┿'],
    ['wider than the scale', 0.1, [-0.5, 2], '<────|────┿─────────>'],
    ['without a band', 0.1, null, '     |'],
  ] as const)('%s', (_, change, band, expected) => {
    expect(decileBar({ change, band }, scale, 21)).toBe(expected)
  })

  test('never takes more columns than there are', () => {
    const change = fc.double({ min: -1, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(change, change, change, fc.integer({ min: 1, max: 80 }), (x, y, z, columns) => {
        const [low, mid, high] = [x, y, z].sort((a, b) => a - b) as [number, number, number]
        const bar = decileBar({ change: mid, band: [low, high] }, scale, columns)
        expect(bar.length).toBeLessThanOrEqual(columns)
        expect(bar).toContain('┿')
      }),
    )
  })
})

describe('barScale', () => {
  test('holds all bands, and no change', () => {
    const points = [
      { change: 0.1, band: [0.05, 0.15] },
      { change: 0.2, band: [0.1, 0.3] },
      { change: null, band: null },
    ] as const
    expect(barScale(points)).toEqual({ low: 0, high: 0.3 })
  })

  test('isn’t that of one wide band', () => {
    const narrow = { change: 0.1, band: [0.05, 0.15] } as const
    const { low, high } = barScale([narrow, narrow, narrow, { change: 0.1, band: [-0.9, 40] }])!
    expect([low, high]).toEqual([expect.closeTo(-0.2, 9), expect.closeTo(0.4, 9)])
  })

  test('is none of nothing', () => {
    expect(barScale([])).toBeNull()
    expect(barScale([{ change: 0, band: [0, 0] }])).toBeNull()
  })
})
