import { expect, test } from 'vitest'
import { sizeText } from './comparison-words.ts'

test.each([
  [0.0312, 'ms', '3.1 %'],
  [0.0312, 'share', '3.1 pp'],
  [8.99, 'ms', '900 %'],
  [9, 'ms', '×10'],
  [32_000, 'ms', '×33k'],
  [11, 'share', '1100 pp'],
] as const)('a size of %d in %s', (size, unit, text) => {
  expect(sizeText(size, { unit })).toBe(text)
})
