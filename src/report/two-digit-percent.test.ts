import { expect, test } from 'vitest'
import { twoDigitPercent } from './two-digit-percent.ts'

test('twoDigitPercent', () => {
  const shares = [0, 0.00931, 0.1249, 0.996, 1, Number.NaN]
  expect(shares.map(twoDigitPercent)).toEqual(['0 %', '0.93 %', '12 %', '100 %', '100 %', '—'])
})
