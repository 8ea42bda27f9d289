import { expect, it } from 'vitest'
import { blockMedians } from './block-medians.ts'

it('gives the median of each block, blocks as equal as can be', () => {
  expect([...blockMedians(Float64Array.of(3, 1, 2, 9, 8, 7, 6), 2)]).toEqual([2, 7.5])
  expect([...blockMedians(Float64Array.of(4, 5), 2)]).toEqual([4, 5])
})

it('refuses more blocks than values, and none', () => {
  expect(() => blockMedians(Float64Array.of(1), 2)).toThrow(RangeError)
  expect(() => blockMedians(Float64Array.of(1), 0)).toThrow(RangeError)
})
