import { expect, test } from 'vitest'
import { constant, exponential } from './fixtures/laws.ts'
import { meanInterval } from './mean-interval.ts'
import { orderedSample } from './ordered-sample.ts'
import { createRandom } from './random.ts'

test('is longer above than below the mean of positive values, and even about any other', () => {
  const values = exponential.draw(createRandom(1), 400)
  const mean = values.reduce((sum, value) => sum + value, 0) / 400
  const positive = meanInterval(orderedSample(values)) as { low: number; high: number; vif: number }
  expect(1 / positive.low - 1 / mean).toBeCloseTo(1 / mean - 1 / positive.high, 12)
  const shifted = meanInterval(orderedSample(values.map((value) => value - 5))) as typeof positive
  expect(shifted.high - (mean - 5)).toBeCloseTo(mean - 5 - shifted.low, 12)
  expect(shifted.vif).toBeCloseTo(positive.vif, 9)
})

test('is a point of a constant, and refused below 60 values', () => {
  expect(meanInterval(orderedSample(constant.draw(createRandom(1), 60)))).toEqual({
    state: 'resolved',
    low: 7,
    high: 7,
    vif: 1,
  })
  expect(meanInterval(orderedSample(constant.draw(createRandom(1), 59)))).toEqual({
    state: 'refused',
    vif: null,
    missing: 1,
  })
})

test('is refused while not even the first digit of a mean is known', () => {
  const values = new Float64Array(100).fill(1e-9)
  values[50] = 1000
  expect(meanInterval(orderedSample(values))).toMatchObject({ state: 'refused' })
})
