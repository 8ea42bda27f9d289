import { shortened, TareError } from '../errors.ts'
import { drawLognormal } from '../statistics/draw-lognormal.ts'
import { drawNormal } from '../statistics/draw-normal.ts'
import type { Random } from '../statistics/random.ts'

/**
 * How long prompts or replies are, in tokens. Plain data: a worker receives it as JSON.
 *
 * - `constant`: every one alike.
 * - `uniform`: each whole number from `min` to `max`, both included, equally likely.
 * - `normal`: mean and standard deviation before rounding and clamping; `normal(64,64)` has a higher mean than 64,
 *   because what falls below 1 becomes 1.
 * - `lognormal`: the median in tokens, and the standard deviation of the length's natural logarithm (not of the
 *   length). The mean is median × exp(sigma² / 2), as far as clamping lets it.
 * - `empirical`: drawn from the given lengths, with replacement.
 */
export type LengthDistribution =
  | { readonly kind: 'constant'; readonly tokens: number }
  | { readonly kind: 'uniform'; readonly min: number; readonly max: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly sd: number }
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }
  | { readonly kind: 'empirical'; readonly lengths: readonly number[] }

/** What the text of a distribution says; an empirical one still has to be read (`loadLengthDistribution`). */
export type LengthExpression =
  | Exclude<LengthDistribution, { readonly kind: 'empirical' }>
  | { readonly kind: 'empirical_file'; readonly file: string }

/** No length is above this: longer is refused in a plan, and a sample is clamped to it. */
export const longestLength = 10_000_000

const signatures = {
  uniform: 'uniform(min,max)',
  normal: 'normal(mean,sd)',
  lognormal: 'lognormal(median,sigma)',
  empirical: 'empirical(file)',
} as const
type DistributionName = keyof typeof signatures

/** The names that may stand before a parenthesis. */
export const lengthDistributionNames = Object.keys(signatures) as readonly DistributionName[]

/**
 * Reads `512`, `uniform(256,1024)`, `normal(512,64)`, `lognormal(400,0.8)` or `empirical(lengths.txt)`.
 * Throws TareError('usage') that says what is wrong and at which character.
 */
export function parseLengthDistribution(text: string): LengthExpression {
  const call = /^(\s*([a-z][\w-]*)\s*\()(.*)\)\s*$/is.exec(text)
  if (call === null) {
    if (!/^\s*\d+\s*$/.test(text))
      throw bad(text, 'it is neither a whole number of tokens nor a known distribution')
    return { kind: 'constant', tokens: integer({ text, value: text, at: 0 }, 'the length') }
  }
  const [, opening, name, inside] = call as unknown as [string, string, string, string]
  if (!isDistributionName(name)) throw bad(text, `"${shortened(name, 60)}" isn't a known distribution`)
  if (name === 'empirical') return { kind: 'empirical_file', file: fileName(text, inside) }
  const [first, second] = twoArguments(text, name, inside, opening.length)
  if (name === 'normal') {
    return {
      kind: name,
      mean: decimal(first, 'the mean', 1, longestLength),
      sd: decimal(second, 'the standard deviation', 0, longestLength),
    }
  }
  if (name === 'lognormal') {
    return {
      kind: name,
      median: decimal(first, 'the median', 1, longestLength),
      sigma: decimal(second, 'sigma', 0, 10),
    }
  }
  const min = integer(first, 'min')
  const max = integer(second, 'max')
  if (max < min) throw bad(text, `max (${max}) is below min (${min})`)
  return { kind: name, min, max }
}

/** A length in tokens: a whole number from 1 to `longestLength`. */
export function sampleLength(distribution: LengthDistribution, random: Random): number {
  switch (distribution.kind) {
    case 'constant':
      return distribution.tokens
    case 'uniform':
      return distribution.min + random.integer(distribution.max - distribution.min + 1)
    case 'normal':
      return clamped(drawNormal(random, distribution.mean, distribution.sd))
    case 'lognormal':
      return clamped(drawLognormal(random, Math.log(distribution.median), distribution.sigma))
    case 'empirical':
      return distribution.lengths[random.integer(distribution.lengths.length)]!
  }
}

function clamped(length: number): number {
  return Math.min(longestLength, Math.max(1, Math.round(length)))
}

interface Argument {
  readonly text: string
  readonly value: string
  /** Offset of `value` in `text`. */
  readonly at: number
}

function twoArguments(
  text: string,
  name: DistributionName,
  inside: string,
  start: number,
): [Argument, Argument] {
  const values = inside.split(',')
  if (values.length !== 2) {
    const given = inside.trim() === '' ? 0 : values.length
    throw bad(
      text,
      `${signatures[name]} takes two arguments and ${given} ${given === 1 ? 'was' : 'were'} given`,
    )
  }
  const [first, second] = values as [string, string]
  return [
    { text, value: first, at: start },
    { text, value: second, at: start + first.length + 1 },
  ]
}

function integer(argument: Argument, what: string): number {
  const value = decimal(argument, what, 1, longestLength)
  if (!Number.isInteger(value)) throw badArgument(argument, `${what} must be a whole number of tokens`)
  return value
}

function decimal(argument: Argument, what: string, least: number, most: number): number {
  if (!/^\s*-?\d+(\.\d+)?\s*$/.test(argument.value)) throw badArgument(argument, `${what} must be a number`)
  const value = Number(argument.value)
  if (value < least || value > most) throw badArgument(argument, `${what} must be from ${least} to ${most}`)
  return value
}

function fileName(text: string, inside: string): string {
  const file = inside.trim()
  if (file === '') throw bad(text, 'empirical(file) needs the name of a file')
  return file
}

function badArgument(argument: Argument, why: string): TareError {
  const at = argument.at + argument.value.length - argument.value.trimStart().length + 1
  return bad(argument.text, `${why}, and "${shortened(argument.value.trim(), 60)}" (character ${at}) isn't`)
}

function bad(text: string, why: string): TareError {
  return new TareError('usage', `"${shortened(text, 60)}" isn't a length distribution: ${why}`, {
    hint: `write a number of tokens such as 512, or ${Object.values(signatures).join(', ')}`,
  })
}

function isDistributionName(name: string): name is DistributionName {
  return Object.hasOwn(signatures, name)
}
