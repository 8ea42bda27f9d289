import fc from 'fast-check'
import { expect, test } from 'vitest'
import { benjaminiHochberg } from './benjamini-hochberg.ts'
import { holm } from './holm.ts'

test('p ≤ Benjamini-Hochberg ≤ Holm ≤ Bonferroni, in the order of p', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (p) => {
      const [steep, mild] = [holm(p), benjaminiHochberg(p)]
      p.forEach((value, i) => {
        expect(mild[i]!).toBeGreaterThanOrEqual(value - 1e-12)
        expect(steep[i]!).toBeGreaterThanOrEqual(mild[i]! - 1e-12)
        expect(steep[i]!).toBeLessThanOrEqual(Math.min(1, value * p.length) + 1e-12)
        p.forEach((other, j) => {
          if (value >= other) return
          expect(steep[i]!).toBeLessThanOrEqual(steep[j]!)
          expect(mild[i]!).toBeLessThanOrEqual(mild[j]! + 1e-12)
        })
      })
    }),
  )
})
