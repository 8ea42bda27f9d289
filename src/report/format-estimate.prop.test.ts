import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatEstimate } from './format-estimate.ts'

const decimals = (text: string): number => text.split('.')[1]?.length ?? 0

it('shows value and half-width to the same decimal, and loses no more of the interval than its last digit', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-3, max: 99_999, noNaN: true }),
      fc.double({ min: 1e-6, max: 2, noNaN: true }),
      fc.double({ min: 1e-6, max: 2, noNaN: true }),
      (value, below, above) => {
        const { value: shown, halfWidth } = formatEstimate(value, [value * (1 - below), value * (1 + above)])
        const half = value * Math.max(below, above)
        expect(decimals(shown)).toBe(decimals(halfWidth!))
        expect(Number(halfWidth)).toBeGreaterThan(half * 0.85)
        // Never a digit that the interval doesn't support: the value's last is no finer than a tenth of the half-width.
        expect(10 ** -decimals(shown)).toBeGreaterThanOrEqual(Math.min(1, half / 36))
        expect(shown.length).toBeLessThanOrEqual(6)
      },
    ),
  )
})
