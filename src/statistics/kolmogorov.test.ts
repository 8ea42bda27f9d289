import { expect, test } from 'vitest'
import { kolmogorovTail } from './kolmogorov.ts'

// scipy 1.17: scipy.special.kolmogorov(x)
test.each([
  [0.3, 0.9999906941986655],
  [0.6, 0.8642827790506042],
  [0.99, 0.2808738392255489],
  [1, 0.26999967167735456],
  [1.2, 0.11224966667072497],
  [1.63, 0.009846364888486529],
  [3, 3.045995948942526e-8],
])('P(K > %d)', (x, expected) => {
  expect(kolmogorovTail(x)).toBeCloseTo(expected, 14)
})

test('nothing is nearer than not at all', () => {
  expect(kolmogorovTail(0)).toBe(1)
})
