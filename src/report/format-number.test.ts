import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatDurationNs,
  formatQuantity,
  formatRate,
  formatSpanNs,
} from './format-number.ts'

describe('formatDurationNs', () => {
  it.each([
    [0, '0 ns'],
    [17, '17 ns'],
    [812_000, '812 µs'],
    [999_499, '999 µs'],
    [999_600, '1.00 ms'],
    [41_300_000, '41.3 ms'],
    [1_240_000_000, '1.24 s'],
    [123_456_000_000, '123 s'],
    [-41_300_000, '-41.3 ms'],
    [0.4, '0.400 ns'],
  ])('%d ns is %s', (ns, expected) => expect(formatDurationNs(ns)).toBe(expected))

  it.each([null, Number.NaN, Number.POSITIVE_INFINITY])('%s is a dash', (ns) => {
    expect(formatDurationNs(ns)).toBe('—')
  })
})

describe('formatDecimal', () => {
  it.each([
    [0.0004, '<0.001'],
    [-0.0004, '>-0.001'],
    [0.0126, '0.013'],
    [9.996, '10.0'],
    [99.96, '100'],
    [12_345.6, '12346'],
  ])('%d is %s', (value, expected) => expect(formatDecimal(value)).toBe(expected))
})

describe('formatCount', () => {
  it.each([
    [0, '0'],
    [9999, '9999'],
    [10_000, '10.0k'],
    [999_999, '1.00M'],
    [2_400_000, '2.40M'],
    [null, '—'],
  ])('%s is %s', (count, expected) => expect(formatCount(count)).toBe(expected))
})

describe('formatRate', () => {
  it.each([
    [8, '8.00 req/s'],
    [25_600, '25.6k req/s'],
    [0, '0 req/s'],
    [null, '—'],
  ])('%s is %s', (rate, expected) => expect(formatRate(rate, 'req')).toBe(expected))
})

describe('formatSpanNs', () => {
  it.each([
    [0, '0 s'],
    [30e9, '30 s'],
    [12.437e9, '12.4 s'],
    [0.5e9, '500 ms'],
    [119.96e9, '2 min'],
    [330e9, '5 min 30 s'],
    [7200e9, '2 h'],
    [9000e9, '2 h 30 min'],
    [Number.POSITIVE_INFINITY, '—'],
  ])('%d ns is %s', (ns, expected) => expect(formatSpanNs(ns)).toBe(expected))
})

it('names bytes in decimal units and counts nouns', () => {
  expect(formatBytes(96_200_000)).toBe('96.2 MB')
  expect(formatQuantity(1, 'worker')).toBe('1 worker')
  expect(formatQuantity(0, 'worker')).toBe('0 workers')
})
