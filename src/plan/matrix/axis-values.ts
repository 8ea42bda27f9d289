import { TareError } from '../../errors.ts'
import { shown } from '../plan-value.ts'

export type AxisValue = string | number | boolean

/** An axis with more values than this is a slip of the keyboard. */
const mostValues = 100_000

/**
 * The values of an axis: of a list, of a range in equal steps (`10..50 +10`) or in equal factors (`1..8 x2`), whose
 * end counts when it is hit, or one value. Throws TareError for nothing, for what isn't a text, number or truth
 * value, and for the same twice.
 */
export function axisValues(given: unknown): readonly AxisValue[] {
  const values = typeof given === 'string' && given.includes('..') ? rangeValues(given) : listOf(given)
  if (values.length === 0) throw bad('is empty', 'give at least one value, or leave the axis out')
  const seen = new Set<string>()
  for (const value of values) {
    if (!isAxisValue(value)) throw bad(`${shown(value)} isn't a text, a number or a truth value`)
    if (seen.has(String(value))) throw bad(`has ${String(value)} twice`, 'give it once')
    seen.add(String(value))
  }
  if (values.length > mostValues) throw bad(`has ${values.length} values: ${mostValues} are the most`)
  return values as readonly AxisValue[]
}

export function isAxisValue(given: unknown): given is AxisValue {
  return typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean'
}

function listOf(given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given
  return given === null ? [] : [given]
}

function rangeValues(text: string): readonly number[] {
  const match =
    /^\s*([\d.]+(?:e[-+]?\d+)?)\s*\.\.\s*([\d.]+?(?:e[-+]?\d+)?)(?:\s*([+x*])\s*([\d.]+))?\s*$/i.exec(text)
  const shape = 'write steps as 10..50 +10, factors as 1..8 x2, or a list'
  if (match === null) throw bad(`"${text.slice(0, 60)}" isn't a range`, shape)
  const [, startText, endText, how, stepText] = match
  if (how === undefined) {
    throw bad(`"${text.trim()}" doesn't say its steps`, `${shape}; a ramp in a list is one value: ['1..16']`)
  }
  const [start, end, step] = [Number(startText), Number(endText), Number(stepText)]
  if (Number.isNaN(start + end + step) || end < start) throw bad(`"${text.trim()}" has no values`, shape)
  return how === '+' ? equalSteps(start, end, step) : equalFactors(start, end, step)
}

function equalSteps(start: number, end: number, step: number): readonly number[] {
  if (step <= 0) throw bad('a range with steps of 0 never ends', 'give a step above 0')
  const count = Math.floor(plain((end - start) / step)) + 1
  refuseLong(count)
  return Array.from({ length: count }, (_, position) => plain(start + position * step))
}

function equalFactors(start: number, end: number, factor: number): readonly number[] {
  if (factor <= 1 || start <= 0) {
    throw bad('a range by factors begins above 0 and has a factor above 1', 'write it as 1..64 x2')
  }
  const count = Math.floor(plain(Math.log(end / start) / Math.log(factor))) + 1
  refuseLong(count)
  return Array.from({ length: count }, (_, position) => plain(start * factor ** position))
}

/** Without what binary fractions leave at the end: 0.1 + 2 · 0.1 is 0.3. */
function plain(value: number): number {
  return Number(value.toPrecision(12))
}

function refuseLong(count: number): void {
  if (count > mostValues) throw bad(`has ${count} values: ${mostValues} are the most`, 'give larger steps')
}

function bad(message: string, hint?: string): TareError {
  return new TareError('plan', message, hint === undefined ? {} : { hint })
}
