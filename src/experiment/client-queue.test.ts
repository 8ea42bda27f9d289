import { expect, test } from 'vitest'
import { batchSizes } from './client-queue.ts'

test('what is due within a microsecond of the first belongs together', () => {
  expect(batchSizes(Float64Array.of(0, 400, 1000, 1001, 5000))).toEqual([3, 1, 1])
  expect(batchSizes(new Float64Array(0))).toEqual([])
})

test('a long row of near neighbours is no single batch', () => {
  const times = Float64Array.from({ length: 100 }, (_, i) => i * 900)
  expect(Math.max(...batchSizes(times))).toBe(2)
})
