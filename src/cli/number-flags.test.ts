import { expect, test } from 'vitest'
import { numberOf, shareAbove0Of, shareOf } from './number-flags.ts'

test('a number is above 0, and a share below 1', () => {
  expect([numberOf('--from', '12'), numberOf('--from', ' 0.5 ')]).toEqual([12, 0.5])
  expect([shareOf('--width', '5%'), shareOf('--width', '0.05'), shareOf('--width', '2.5 %')]).toEqual([
    0.05, 0.05, 0.025,
  ])
})

test('a share that must be above 0 says so', () => {
  expect(shareAbove0Of('--effect', '5%')).toBe(0.05)
  for (const text of ['0', '0%', '0.0']) {
    expect(() => shareAbove0Of('--effect', text)).toThrow(`--effect ${text}: must be a share above 0`)
  }
  expect(() => shareAbove0Of('--effect', '100%')).toThrow('--effect 100%: must be a share below 1')
})

test.each(['0', '-1', '', 'abc', '1e3', '٣', 'NaN'])('%j is no number', (text) => {
  expect(() => numberOf('--from', text)).toThrow(expect.objectContaining({ code: 'usage' }))
})

test.each(['100%', '1', '-5%', '', '5 percent', 'NaN'])('%j is no share below 1', (text) => {
  expect(() => shareOf('--width', text)).toThrow(expect.objectContaining({ code: 'usage' }))
})
