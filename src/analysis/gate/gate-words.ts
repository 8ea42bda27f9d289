import type { ComparedUnit } from '../comparison/compared-metric.ts'
import type { MetricComparison } from '../comparison/metric-comparison.ts'

/** To three digits, below 1 to two decimals or the first digit that isn't 0: `7.25`, `1900`, `0.04`, `0.003`. */
export function threeDigits(value: number): string {
  const size = Math.abs(value)
  if (size >= 1000) return value.toFixed(0)
  return String(
    Number(size >= 1 ? value.toPrecision(3) : size >= 0.01 ? value.toFixed(2) : value.toPrecision(1)),
  )
}

/** `7.2 %`; of shares, whose changes are in points, `0.72 pp`. */
export function marginWords(margin: number, unit: ComparedUnit | undefined): string {
  return `${threeDigits(100 * margin)} ${unit === 'share' ? 'pp' : '%'}`
}

/** `41.3 ms`, `764 /s`, `0.4 %`. */
export function valueWords(value: number, unit: ComparedUnit): string {
  if (unit === 'share') return `${threeDigits(100 * value)} %`
  return `${threeDigits(value)} ${unit === 'ms' ? 'ms' : '/s'}`
}

/** A change as how much worse: positive is worse. */
function worse({ better }: Pick<MetricComparison, 'better'>, change: number): number {
  return better === 'lower' ? change : -change
}

/** How much worse the 95 % interval of a comparison has it, least first; null without an interval. */
export function worseInterval(comparison: MetricComparison): readonly [least: number, most: number] | null {
  if (comparison.changeCi95 === null) return null
  const ends = comparison.changeCi95.map((end) => worse(comparison, end))
  return [Math.min(...ends), Math.max(...ends)]
}

/** `ttft.p99 is 7.2 % worse (5.1 to 9.4 %): 44.3 ms, was 41.3 ms`. */
export function changeWords(comparison: MetricComparison): string {
  const { metric, unit, change, a, b } = comparison
  if (change === null) return `${metric} ${valuesWords(comparison)}`
  const by = direction(worse(comparison, change), unit)
  const interval = worseInterval(comparison)
  const within =
    interval === null ? '' : ` (${intervalWords(interval, worse(comparison, change) >= 0, unit)})`
  return `${metric} is ${by}${within}: ${valueWords(b.value!, unit)}, was ${valueWords(a.value!, unit)}`
}

function valuesWords({ unit, a, b }: MetricComparison): string {
  const words = (value: number | null): string => (value === null ? 'not known' : valueWords(value, unit))
  return `is ${words(b.value)}, was ${words(a.value)}`
}

function direction(worseBy: number, unit: ComparedUnit): string {
  return `${marginWords(Math.abs(worseBy), unit)} ${worseBy >= 0 ? 'worse' : 'better'}`
}

/** Both ends in the direction of the change where they are of it, else each with its own. */
function intervalWords(
  [least, most]: readonly [number, number],
  isWorse: boolean,
  unit: ComparedUnit,
): string {
  const one = least >= 0 === isWorse && most >= 0 === isWorse
  if (!one) return `${direction(least, unit)} to ${direction(most, unit)}`
  const ends = [Math.abs(least), Math.abs(most)].sort((a, b) => a - b)
  return `${threeDigits(100 * ends[0]!)} to ${marginWords(ends[1]!, unit)}`
}
