import { expect, it } from 'vitest'
import { counted, digits, duration, listed, milliseconds, percent } from './in-words.ts'

it.each([
  [digits(12.44), '12.4'],
  [digits(1240.4), '1240'],
  [digits(0.0312), '0.0312'],
  [percent(0.0321), '3.21 %'],
  [percent(1), '100 %'],
  [duration(812), '812 ns'],
  [duration(812_345), '812 µs'],
  [duration(12.44e6), '12.4 ms'],
  [duration(-90e9), '-90 s'],
  [milliseconds(178e3), '0.178 ms'],
  [milliseconds(3.2e9), '3200 ms'],
  [counted(1, 'request'), '1 request'],
  [counted(0, 'request'), '0 requests'],
  [listed([]), ''],
  [listed(['a']), 'a'],
  [listed(['a', 'b', 'c']), 'a, b and c'],
])('says %j', (said, expected) => {
  expect(said).toBe(expected)
})
