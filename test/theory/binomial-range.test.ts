import { expect, test } from 'vitest'
import { binomialRange } from './binomial-range.ts'

// scipy 1.17: binom.ppf(0.0005, n, p), and binom.isf(0.0005, n, p).
test.each([
  [40, 0.95, 32, 40],
  [20, 0.95, 15, 20],
  [1280, 0.95, 1189, 1240],
  [1, 0.95, 0, 1],
])('%d trials at %d', (trials, probability, least, most) => {
  expect(binomialRange(trials, probability)).toEqual([least, most])
})
