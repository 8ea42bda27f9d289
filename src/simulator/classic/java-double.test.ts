import { expect, test } from 'vitest'
import { javaDouble } from './java-double.ts'

test.each([
  [0, '0.0'],
  [3, '3.0'],
  [-2.5, '-2.5'],
  [0.001, '0.001'],
  [0.0001, '1.0E-4'],
  [9_999_999, '9999999.0'],
  [10_000_000, '1.0E7'],
  [12_345_678.9, '1.23456789E7'],
  [Number.POSITIVE_INFINITY, 'Infinity'],
  [Number.NaN, 'NaN'],
])('%d is %s', (value, text) => expect(javaDouble(value)).toBe(text))
