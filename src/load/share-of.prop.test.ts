import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareOf } from './share-of.ts'

test('shares add up to the total and differ by at most one', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 64 }), (total, workers) => {
      const shares = Array.from({ length: workers }, (_, worker) => shareOf(total, { worker, workers }))
      expect(shares.reduce((a, b) => a + b)).toBe(total)
      expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1)
    }),
  )
})

test('no limit is no limit for everyone', () => {
  expect(shareOf(Number.POSITIVE_INFINITY, { worker: 1, workers: 3 })).toBe(Number.POSITIVE_INFINITY)
})
