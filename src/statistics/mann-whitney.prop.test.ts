import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mannWhitney } from './mann-whitney.ts'

const sample = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 9 })

test('is the same of both sides changed about, and of any growing scale', () => {
  fc.assert(
    fc.property(sample, sample, (x, y) => {
      const p = mannWhitney(x, y)
      expect(p).toBeGreaterThan(0)
      expect(p).toBeLessThanOrEqual(1)
      expect(mannWhitney(y, x)).toBeCloseTo(p, 10)
      expect(mannWhitney(x.map(Math.exp), y.map(Math.exp))).toBeCloseTo(p, 10)
    }),
  )
})
