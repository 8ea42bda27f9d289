import { describe, expect, it } from 'vitest'
import { formatRoughCount, formatRoughSeconds } from './rough-need.ts'
import { roundUp } from './round-up.ts'

describe('roundUp', () => {
  it.each([
    [0, 0],
    [1151, 1200],
    [1200, 1200],
    [1201, 1300],
    [0.12, 0.12],
    [0.1201, 0.13],
    [99.1, 100],
  ])('of %d is %d', (value, expected) => expect(roundUp(value)).toBe(expected))
})

describe('formatRoughCount', () => {
  it.each([
    [1, '1'],
    [3.2, '4'],
    [31, '31'],
    [1151, '1200'],
    [9901, '10k'],
    [129_001, '130k'],
    [3_310_000, '3.4M'],
  ])('%d is %s', (count, expected) => expect(formatRoughCount(count)).toBe(expected))
})

describe('formatRoughSeconds', () => {
  it.each([
    [0.2, '1 s'],
    [39.2, '40 s'],
    [99, '99 s'],
    [150, '2.5 min'],
    [1234, '21 min'],
    [12_000, '3.4 h'],
    [1e6, '12 days'],
  ])('%d is %s', (seconds, expected) => expect(formatRoughSeconds(seconds)).toBe(expected))
})
