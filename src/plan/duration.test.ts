import { describe, expect, it } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { formatDuration, longestDurationNs, parseDurationNs } from './duration.ts'

describe('parseDurationNs', () => {
  it.each([
    ['30s', 30e9],
    ['500ms', 500e6],
    ['2m', 120e9],
    ['1h', 3600e9],
    ['1m30s', 90e9],
    ['250us', 250e3],
    ['250µs', 250e3],
    ['7ns', 7],
    ['0', 0],
    ['0s', 0],
    ['1.5s', 1.5e9],
    ['1h2m3s4ms5us6ns', 3_723_004_005_006],
    [' 30s ', 30e9],
    ['0.1s', 1e8],
    ['1000h', longestDurationNs],
  ])('reads %s', (text, ns) => {
    expect(parseDurationNs(text)).toBe(ns)
  })

  it.each([
    ['', 'it is empty', 'such as 30s'],
    ['30', 'no unit', 'did you mean 30s?'],
    ['1.5', 'no unit', 'did you mean 1.5s?'],
    ['-3s', 'negative', ''],
    ['30sec', '"sec" isn\'t a unit (did you mean s?)', ''],
    ['2min', 'did you mean m?', ''],
    ['30S', 'did you mean s?', ''],
    ['1d', '"d" isn\'t a unit', ''],
    ['30s1m', 'large to small', ''],
    ['1s1s', 'large to small', ''],
    ['1m 30s', 'from " 30s" on', ''],
    ['s', 'from "s" on', ''],
    ['1m30', 'from "30" on', ''],
    ['1e3s', '"e" isn\'t a unit', ''],
    ['NaN', 'from "NaN" on', ''],
    ['Infinitys', 'from "Infinitys" on', ''],
    ['1..5s', "can't be read", ''],
    ['1001h', 'longer than 1000h', ''],
    [`${'9'.repeat(400)}s`, 'longer than 1000h', ''],
    ['30constructor', '"constructor" isn\'t a unit', ''],
  ])('refuses %j', (text, why, hint) => {
    const error = thrownError('usage', () => parseDurationNs(text))
    expect(error.code).toBe('usage')
    expect(error.message).toContain(why)
    expect(error.hint).toContain(hint)
  })

  it('does not repeat a huge value', () => {
    expect(thrownError('usage', () => parseDurationNs('x'.repeat(1e6))).message.length).toBeLessThan(200)
  })
})

it('reads parts of a nanosecond where they are asked for', () => {
  expect(parseDurationNs('24.5ns', 1000)).toBe(24.5)
  expect(parseDurationNs('24.5ns')).toBe(25)
  expect(parseDurationNs('0.0012us', 10)).toBe(1.2)
})

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [30e9, '30s'],
    [90e9, '1m30s'],
    [3600e9, '1h'],
    [3601e9, '1h1s'],
    [1.5e9, '1.5s'],
    [250e3, '250us'],
    [250_001, '250.001us'],
    [999, '999ns'],
    [90.25e9, '1m30.25s'],
    [100e6, '100ms'],
  ])('writes %d ns as %s', (ns, text) => {
    expect(formatDuration(ns)).toBe(text)
  })
})
