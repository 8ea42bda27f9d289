import { describe, expect, test } from 'vitest'
import { decileShift } from './decile-shift.ts'
import {
  alike,
  bothWays,
  nothing,
  quantilesOf,
  tailOnly,
  threeRuns,
  twoRuns,
  unmoved,
} from './fixtures/decile-shifts.ts'
import { changeInWords, rangeInWords, shiftInWords } from './shift-words.ts'

describe('the shape of a shift in words', () => {
  test.each([
    ['alike', alike, 'all deciles slower, and one change fits them all: +24 to +36 %'],
    [
      'only the tail',
      tailOnly,
      'slower in the tail (p90 to p99: +18 to +20 %); not shown to differ: p10 to p80',
    ],
    [
      'both ways',
      bothWays,
      'faster in the middle (p40 to p60: −20 %), slower in the tail (p90 to p95: +40 %); not shown to differ: p10 to p30, p70 to p80',
    ],
    ['none', unmoved, 'no decile is shown to have moved: all bands lie within −3.6 to +5.9 %'],
    [
      'of two runs',
      twoRuns,
      'all deciles slower, as far as these two runs go, and one change fits them all: +25 to +35 %',
    ],
    ['of nothing', nothing, 'no decile can be compared'],
    [
      'uneven',
      decileShift(
        'ttft',
        threeRuns(),
        threeRuns((p) => 0.5 - p / 4),
      ),
      'all deciles faster, but not alike: least at p10 (−53 %), most at p99 (−75 %)',
    ],
  ])('%s', (_, shift, expected) => {
    expect(shiftInWords(shift)).toBe(expected)
  })

  test('says that few runs leave much open', () => {
    const wide = [quantilesOf(0.7), quantilesOf(1.3)]
    expect(shiftInWords(decileShift('ttft', wide, wide))).toMatch(/; more runs a side would narrow them$/)
  })
})

test.each([
  [0.0491, '+4.9 %'],
  [-0.1249, '−12 %'],
  [1.3, '+130 %'],
  [0.00004, '0 %'],
  [-0.00092, '−0.09 %'],
  [0.0026, '+0.3 %'],
  [0.0996, '+10 %'],
  [-0.099, '−9.9 %'],
  [0.0999, '+10 %'],
  [Number.POSITIVE_INFINITY, '+∞ %'],
])('changeInWords %d', (change, text) => {
  expect(changeInWords(change)).toBe(text)
})

test('rangeInWords', () => {
  expect(rangeInWords([-0.021, 0.077])).toBe('−2.1 to +7.7 %')
  expect(rangeInWords([0.1, 0.1001])).toBe('+10 %')
})
