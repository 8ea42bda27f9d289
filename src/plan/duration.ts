import { shortened, TareError } from '../errors.ts'
import { didYouMean } from './nearest.ts'

const nsPerUnit: Readonly<Record<string, number>> = {
  h: 3_600_000_000_000,
  m: 60_000_000_000,
  s: 1_000_000_000,
  ms: 1_000_000,
  us: 1000,
  ns: 1,
}
const units = Object.keys(nsPerUnit)
const spelledOut: Readonly<Record<string, string>> = {
  msec: 'ms',
  millis: 'ms',
  sec: 's',
  secs: 's',
  second: 's',
  seconds: 's',
  min: 'm',
  mins: 'm',
  minute: 'm',
  minutes: 'm',
  hr: 'h',
  hour: 'h',
  hours: 'h',
}

/** The longest duration that is taken, in ns: 1000 hours, far inside the 104 days that a double counts exactly. */
export const longestDurationNs: number = 1000 * nsPerUnit.h!

/**
 * Nanoseconds of `30s`, `500ms`, `250us`, `2m`, `1h`, `1.5s`, `1m30s` (largest unit first, each once; `µs` is
 * `us`); a plain `0` needs no unit. Whole nanoseconds, or whole parts of one, at most `longestDurationNs`.
 * Throws TareError('usage') that says what was given and what would work.
 */
export function parseDurationNs(text: string, partsPerNs = 1): number {
  const given = text.trim().replaceAll(/[µμ]s/g, 'us')
  if (given === '0') return 0
  if (given === '') throw badDuration(text, 'it is empty')
  if (given.startsWith('-')) throw badDuration(text, "a duration can't be negative")
  if (/^(\d+\.?\d*|\.\d+)$/.test(given)) throw badDuration(text, 'it has no unit', `did you mean ${given}s?`)
  let totalNs = 0
  let smallest = -1
  let at = 0
  for (const match of given.matchAll(/(\d+(?:\.\d+)?)([a-z]+)/gi)) {
    const [whole, amount = '', unitText = ''] = match
    if (match.index !== at) break
    const rank = unitRank(unitText, text)
    if (rank <= smallest) throw badDuration(text, 'its units must go from large to small, each once')
    smallest = rank
    totalNs += Number(amount) * nsPerUnit[units[rank]!]!
    at += whole.length
  }
  if (at !== given.length)
    throw badDuration(text, `it can't be read from "${shortened(given.slice(at), 40)}" on`)
  if (totalNs > longestDurationNs)
    throw badDuration(text, `it is longer than ${formatDuration(longestDurationNs)}`)
  return Math.round(totalNs * partsPerNs) / partsPerNs
}

/** The shortest text that `parseDurationNs` reads as these whole nanoseconds: `1m30s`, `1.5s`, `250us`, `0s`. */
export function formatDuration(durationNs: number): string {
  if (durationNs === 0) return '0s'
  for (const unit of ['ns', 'us', 'ms'] as const) {
    if (durationNs < nsPerUnit[unit]! * 1000) return decimal(durationNs, nsPerUnit[unit]!) + unit
  }
  const hours = Math.floor(durationNs / nsPerUnit.h!)
  const minutes = Math.floor((durationNs % nsPerUnit.h!) / nsPerUnit.m!)
  const restNs = durationNs % nsPerUnit.m!
  const parts = [hours > 0 ? `${hours}h` : '', minutes > 0 ? `${minutes}m` : '']
  return parts.join('') + (restNs > 0 ? `${decimal(restNs, nsPerUnit.s!)}s` : '')
}

/** `ns / unitNs` with every digit and no rounding. */
function decimal(ns: number, unitNs: number): string {
  const digits = Math.log10(unitNs)
  const fraction = String(ns % unitNs)
    .padStart(digits, '0')
    .replace(/0+$/, '')
  return fraction === '' ? `${ns / unitNs}` : `${Math.floor(ns / unitNs)}.${fraction}`
}

function unitRank(unit: string, text: string): number {
  const rank = units.indexOf(unit)
  if (rank >= 0) return rank
  const meant =
    spelledOut[unit.toLowerCase()] ?? (units.includes(unit.toLowerCase()) ? unit.toLowerCase() : undefined)
  const guess = meant === undefined ? didYouMean(unit, units) : ` (did you mean ${meant}?)`
  throw badDuration(text, `"${shortened(unit, 40)}" isn't a unit${guess}`)
}

function badDuration(text: string, why: string, hint?: string): TareError {
  return new TareError('usage', `"${shortened(text, 40)}" isn't a duration: ${why}`, {
    hint: hint ?? 'write a number and its unit (h, m, s, ms, us, ns), such as 30s, 1m30s or 500ms',
  })
}
