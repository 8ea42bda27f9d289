import { expect, test } from 'vitest'
import { LengthBiasedMean } from './length-biased-mean.ts'

test('long ones count by their length', () => {
  const mean = new LengthBiasedMean()
  expect(mean.value).toBe(0)
  for (const length of [1, 1, 1, 1, 6]) mean.add(length)
  expect(mean.value).toBe(4)
})
