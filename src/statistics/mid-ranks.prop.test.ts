import fc from 'fast-check'
import { expect, test } from 'vitest'
import { midRanks } from './mid-ranks.ts'

test('the mean rank of its ties, counted one by one', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 20 }), (drawn) => {
      const values = Float64Array.from(drawn)
      const expected = drawn.map((value) => {
        const below = drawn.filter((other) => other < value).length
        return below + (drawn.filter((other) => other === value).length - 1) / 2
      })
      expect(Array.from(midRanks(values, values.slice().sort()))).toEqual(expected)
    }),
  )
})
