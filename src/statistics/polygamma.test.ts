import { expect, test } from 'vitest'
import { golden } from './fixtures/least-squares.ts'
import { digamma, trigamma } from './polygamma.ts'

test.each(golden.polygamma)('scipy.special at $x', ({ x, ...expected }) => {
  expect(digamma(x) / expected.digamma).toBeCloseTo(1, 11)
  expect(trigamma(x) / expected.trigamma).toBeCloseTo(1, 11)
})
