import fc from 'fast-check'
import { expect, test } from 'vitest'
import { largestMeanShift } from './largest-mean-shift.ts'
import { moments } from './moments.ts'

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { maxLength: 30 })

test('is the largest that any split has', () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 4 }), (drawn, least) => {
      const all = Float64Array.from(drawn)
      const shifts = drawn.flatMap((_, at) => {
        if (at < least || drawn.length - at < least) return []
        return [Math.abs(moments(all.subarray(at)).mean - moments(all.subarray(0, at)).mean)]
      })
      expect(largestMeanShift(all, least)).toBeCloseTo(Math.max(0, ...shifts), 9)
    }),
  )
})
