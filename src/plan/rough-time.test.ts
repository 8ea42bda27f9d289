import { expect, it } from 'vitest'
import { roughTime } from './rough-time.ts'

it.each([
  [0.2, '0.2 s'],
  [36, '36 s'],
  [89, '89 s'],
  [90, '1.5 min'],
  [5400, '1.5 h'],
  [86_400, '24 h'],
  [5_000_000, '58 days'],
  [1e9, '32 years'],
])('%f s is %s', (seconds, words) => {
  expect(roughTime(seconds)).toBe(words)
})
