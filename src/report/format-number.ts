/** What stands for a number that there isn't. */
export const noNumber = '—'

/** A unit, and how many of the base unit it holds. */
export interface Unit {
  readonly symbol: string
  readonly size: number
}

/** Smallest first; the base is a nanosecond. */
export const timeUnits: readonly Unit[] = [
  { symbol: 'ns', size: 1 },
  { symbol: 'µs', size: 1e3 },
  { symbol: 'ms', size: 1e6 },
  { symbol: 's', size: 1e9 },
]

export const countUnits: readonly Unit[] = [
  { symbol: '', size: 1 },
  { symbol: 'k', size: 1e3 },
  { symbol: 'M', size: 1e6 },
  { symbol: 'G', size: 1e9 },
  { symbol: 'T', size: 1e12 },
]

const byteUnits: readonly Unit[] = [
  { symbol: 'B', size: 1 },
  { symbol: 'kB', size: 1e3 },
  { symbol: 'MB', size: 1e6 },
  { symbol: 'GB', size: 1e9 },
  { symbol: 'TB', size: 1e12 },
]

const significantDigits = 3

/** Rounding comes before the choice of a unit, or 999.9 µs would print as `1000 µs`. */
function roundSignificant(value: number): number {
  return Number(value.toPrecision(significantDigits))
}

/** The largest unit of which the value, rounded, is at least one; else the smallest. */
export function unitFor(value: number, units: readonly Unit[]): Unit {
  const magnitude = Math.abs(roundSignificant(value))
  return units.findLast((unit) => magnitude >= unit.size) ?? units[0]!
}

/** Three significant digits, or all before the point when there are more; never more than three after it. */
export function formatDecimal(value: number): string {
  if (!Number.isFinite(value)) return noNumber
  const rounded = roundSignificant(value)
  if (rounded === 0) return '0'
  const beforePoint = Math.floor(Math.log10(Math.abs(rounded))) + 1
  const afterPoint = Math.min(3, Math.max(0, significantDigits - beforePoint))
  const text = value.toFixed(afterPoint)
  return Number(text) === 0 ? `${value < 0 ? '>-' : '<'}0.001` : text
}

function formatIn(value: number | null, units: readonly Unit[], space: string, suffix = ''): string {
  if (value === null || !Number.isFinite(value)) return noNumber
  const unit = unitFor(value, units)
  // A whole number of the smallest unit has no digits to invent.
  const exact = unit.size === 1 && Number.isInteger(value)
  const symbol = unit.symbol + suffix
  return (exact ? String(value) : formatDecimal(value / unit.size)) + (symbol === '' ? '' : space + symbol)
}

/** A measured time: `812 µs`, `41.3 ms`, `1.24 s`. */
export function formatDurationNs(ns: number | null): string {
  return formatIn(ns, timeUnits, ' ')
}

/** A count, exact below 10 000: `240`, `3688`, `22.8k`. */
export function formatCount(count: number | null): string {
  if (count !== null && Number.isInteger(count) && Math.abs(count) < 10_000) return String(count)
  return formatIn(count, countUnits, '')
}

/** `8.00 req/s`, `25.6k tok/s`. */
export function formatRate(perSecond: number | null, what: string): string {
  if (perSecond === null || !Number.isFinite(perSecond)) return noNumber
  const unit = unitFor(perSecond, countUnits)
  return `${formatDecimal(perSecond / unit.size)}${unit.symbol} ${what}/s`
}

/** `84.2 MB`: decimal units. */
export function formatBytes(bytes: number | null): string {
  return formatIn(bytes, byteUnits, ' ')
}

/** A stretch of time as a person would say it, without digits that nobody chose: `30 s`, `12.4 s`, `5 min 30 s`. */
export function formatSpanNs(ns: number): string {
  if (!Number.isFinite(ns)) return noNumber
  const seconds = Math.max(0, ns) / 1e9
  if (seconds < 1) return seconds === 0 ? '0 s' : formatDurationNs(ns).replace(/\.0+ /, ' ')
  if (seconds < 119.95) return `${Number(seconds.toFixed(1))} s`
  const whole = Math.round(seconds)
  if (whole < 7200) return joinParts(Math.floor(whole / 60), 'min', whole % 60, 's')
  const minutes = Math.round(whole / 60)
  return joinParts(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
}

function joinParts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** `1 request`, `240 requests`. */
export function formatQuantity(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}
