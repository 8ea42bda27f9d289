import type { Ci95 } from '../metrics/summary.ts'
import { countUnits, formatDecimal, noNumber, unitFor } from './format-number.ts'

/** A number and its uncertainty, both to the same digit. */
export interface EstimateText {
  readonly value: string
  /** Half of the interval: `0.6`, or what it is below: `<0.5`. Null when there is no interval. */
  readonly halfWidth: string | null
}

const mostDecimals = 3
const mostSignificant = 4
/** Of the value: an interval narrower than this is what doubles were rounded by. */
const roundingShare = 1e-12

/**
 * A value to the digit that its 95 % interval supports, and the half-width to that digit. Where the interval isn't
 * symmetric its longer side is given, so that value ± half-width holds all of it.
 *
 * The half-width has two digits when they are 10 to 35 and one otherwise (the rounding rule of the Particle Data Group,
 * Review of Particle Physics, Introduction, 5.3). An interval so narrow that the value would have more than four
 * significant digits, or three decimals, is rounded up to what fits.
 *
 * Values that are all equal have an interval of 0, as those have that are counted in steps wider than they differ by. No digit
 * is then claimed beyond the three of a value without an interval: 142 within `<0.5`.
 */
export function formatEstimate(value: number, ci95: Ci95): EstimateText {
  if (ci95 === null) return { value: formatDecimal(value), halfWidth: null }
  const half = Math.max(ci95[1] - value, value - ci95[0])
  if (!Number.isFinite(value) || !Number.isFinite(half))
    return { value: formatDecimal(value), halfWidth: null }
  if (half <= Math.abs(value) * roundingShare) return withoutSpread(formatDecimal(value))
  const magnitude = exponentOf(value === 0 ? half : Math.abs(value))
  const finest = Math.max(-mostDecimals, magnitude - mostSignificant + 1)
  const supported = lastDigitOf(half)
  // A value keeps one digit at least, however wide its interval.
  const digit = Math.max(finest, Math.min(supported, magnitude))
  const rounded = supported < digit ? Math.ceil(half / 10 ** digit) : Math.round(half / 10 ** digit)
  return {
    value: atDigit(Math.round(value / 10 ** digit), digit),
    halfWidth: atDigit(Math.max(1, rounded), digit),
  }
}

/** A value by itself, and half of its last digit, but no less than any value is shown to. */
function withoutSpread(value: string): EstimateText {
  const decimals = value === '0' ? mostDecimals : (value.split('.')[1]?.length ?? 0)
  const half = Math.max(0.5 * 10 ** -decimals, 10 ** -mostDecimals)
  return { value, halfWidth: `<${Number(half.toPrecision(1))}` }
}

/** On one line: `7.96 ± 0.05`, `5.10k ± 0.02k`; without an interval `7.96`, and a dash without a value. */
export function formatCountEstimate(value: number | null, ci95: Ci95): string {
  if (value === null || !Number.isFinite(value)) return noNumber
  const { size, symbol } = unitFor(value, countUnits)
  const scaled = ci95 === null ? null : ([ci95[0] / size, ci95[1] / size] as const)
  const estimate = formatEstimate(value / size, scaled)
  const half = estimate.halfWidth === null ? '' : ` ± ${estimate.halfWidth}${symbol}`
  return `${estimate.value}${symbol}${half}`
}

function exponentOf(positive: number): number {
  return Math.floor(Math.log10(positive))
}

/** Exponent of the last digit that an uncertainty of this size leaves. */
function lastDigitOf(half: number): number {
  const exponent = exponentOf(half)
  return half / 10 ** exponent < 3.55 ? exponent - 1 : exponent
}

/** So many of the digit's place, as a decimal: 413 at −1 is `41.3`, 4 at 2 is `400`. */
function atDigit(count: number, digit: number): string {
  return digit < 0 ? (count * 10 ** digit).toFixed(-digit) : String(count * 10 ** digit)
}
