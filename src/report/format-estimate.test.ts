import { describe, expect, it } from 'vitest'
import { formatCountEstimate, formatEstimate } from './format-estimate.ts'

/** The text of a value and of an interval around it. */
function text(value: number, low: number, high: number): string {
  const { value: shown, halfWidth } = formatEstimate(value, [low, high])
  return `${shown} ± ${halfWidth}`
}

describe('formatEstimate', () => {
  it.each([
    // One digit of uncertainty, two where they are 10 to 35.
    [41.27, 0.61, '41.3 ± 0.6'],
    [41.27, 0.356, '41.3 ± 0.4'],
    [41.27, 0.354, '41.27 ± 0.35'],
    [41.27, 0.12, '41.27 ± 0.12'],
    [404.6, 38, '400 ± 40'],
    [404.6, 12, '405 ± 12'],
    [9.98, 0.97, '10.0 ± 1.0'],
    [1241, 17, '1241 ± 17'],
    [41.27, 9.7, '41 ± 10'],
  ])('%d within %d is %s', (value, half, expected) => {
    expect(text(value, value - half, value + half)).toBe(expected)
  })

  it('gives the longer side of an interval, so that it holds all of it', () => {
    expect(text(41.3, 40.9, 42.5)).toBe('41.3 ± 1.2')
    expect(text(41.3, 39.3, 41.5)).toBe('41.3 ± 2.0')
  })

  it('rounds up an interval that is finer than four digits or three decimals', () => {
    expect(text(12.41324, 12.4131, 12.41338)).toBe('12.41 ± 0.01')
    expect(text(0.4124, 0.41236, 0.41244)).toBe('0.412 ± 0.001')
    expect(text(12345, 12344.6, 12345.4)).toBe('12350 ± 10')
  })

  it('leaves a value a digit, however wide its interval', () => {
    expect(text(41.3, -600, 640)).toBe('40 ± 640')
    expect(text(0.02, -3, 3)).toBe('0.02 ± 3.02')
  })

  it('has no half-width without an interval', () => {
    expect(formatEstimate(41.27, null)).toEqual({ value: '41.3', halfWidth: null })
    expect(formatEstimate(0, [-0.3, 0.3])).toEqual({ value: '0.00', halfWidth: '0.30' })
  })

  it.each([
    [142, '142 ± <0.5'],
    [41.27, '41.3 ± <0.05'],
    [7.955, '7.96 ± <0.005'],
    [12345, '12345 ± <0.5'],
    // No finer than any value is shown.
    [0.4124, '0.412 ± <0.001'],
    [0, '0 ± <0.001'],
  ])('claims no certainty when all values were %d', (value, expected) => {
    expect(text(value, value, value)).toBe(expected)
    const rounding = value * 2 ** -52
    expect(text(value, value - rounding, value + 2 * rounding)).toBe(expected)
  })
})

describe('formatCountEstimate', () => {
  it.each([
    [7.955, [7.731, 8.179], '7.96 ± 0.22'],
    [5102.4, [4961.8, 5243], '5.10k ± 0.14k'],
    [5102.4, [5102.4, 5102.4], '5.10k ± <0.005k'],
    [7.955, null, '7.96'],
    [null, null, '—'],
    [Number.NaN, null, '—'],
  ] as const)('%s in %j is %s', (value, ci95, expected) =>
    expect(formatCountEstimate(value, ci95)).toBe(expected),
  )
})
