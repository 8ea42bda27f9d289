import { TareError } from '../../errors.ts'
import { parseDurationNs } from '../duration.ts'
import { isMapping } from '../is-mapping.ts'
import { type NumberRule, parseNumber, parseRange } from '../number-rule.ts'
import { parseChoice } from '../parse-choice.ts'
import { parseText } from '../parse-text.ts'
import { readText, shown } from '../plan-value.ts'
import type { JsonSchema, KeyKind } from './plan-key.ts'

/** The schema of what has a reference in it, so that an editor doesn't mark it. */
const referenceSchema = { type: 'string', pattern: '\\$\\{(env|flag):' }

/** A text that `parse` takes; a number will do where YAML takes a text for one. */
export function textKind(words: string, parse: (text: string) => unknown, schema: JsonSchema = {}): KeyKind {
  return {
    words,
    schema: { type: ['string', 'number'], ...schema },
    read: readText((text) => {
      parse(text)
      return text
    }),
    plain: String,
    scalar: true,
    open: false,
  }
}

export const anyText: KeyKind = textKind('text', parseText, { type: ['string', 'number'] })

export const duration: KeyKind = textKind('duration', parseDurationNs, {
  type: ['string', 'number'],
  pattern: '^\\s*(0|([\\d.]+\\s*(h|m|s|ms|us|µs|ns))+)\\s*$|\\$\\{',
})

export function choiceOf(choices: readonly string[]): KeyKind {
  return textKind(choices.map((choice) => `\`${choice}\``).join(', '), (text) => parseChoice(text, choices), {
    type: 'string',
    anyOf: [{ enum: choices }, referenceSchema],
  })
}

export function numberOf(rule: NumberRule): KeyKind {
  const schema = { type: rule.whole ? 'integer' : 'number', minimum: rule.min, maximum: rule.max }
  const words = rule.whole ? 'whole number' : 'number'
  const kind = textKind(words, (text) => parseNumber(text, rule), {
    type: ['string', 'number'],
    anyOf: [schema, referenceSchema],
  })
  return { ...kind, plain: Number }
}

/** A number, or the two ends of a ramp: `10..100`. */
export function rangeOf(rule: NumberRule, words: readonly string[] = []): KeyKind {
  const parse = (text: string): unknown =>
    words.includes(text.trim().toLowerCase()) ? text : parseRange(text, rule)
  return textKind(`number, or \`A..B\`${words.map((word) => `, \`${word}\``).join('')}`, parse, {
    type: ['string', 'number'],
  })
}

export const truth: KeyKind = {
  words: '`true` or `false`',
  schema: { anyOf: [{ type: 'boolean' }, referenceSchema] },
  read: (given) => {
    if (typeof given === 'boolean') return given
    if (given === 'true' || given === 'false') return given === 'true'
    throw new TareError('plan', `must be true or false, not ${shown(given)}`)
  },
  plain: (given) => given === true || given === 'true',
  scalar: true,
  open: false,
}

/** A mapping with keys of the user's own; `read` makes a flag of it. */
export function mappingKind(
  words: string,
  read: (given: Readonly<Record<string, unknown>>) => string | readonly string[],
): KeyKind {
  return {
    words,
    schema: { type: 'object' },
    read: (given) => {
      if (isMapping(given)) return read(given)
      throw new TareError('plan', `must be a mapping of keys to values, not ${shown(given)}`)
    },
    plain: (given) => given,
    scalar: false,
    open: true,
  }
}

/** A list, or one item of it; `read` makes a text of each. */
export function listKind(words: string, items: JsonSchema, read: (item: unknown) => string): KeyKind {
  return {
    words,
    schema: { anyOf: [{ type: 'array', items }, items] },
    read: (given) => (Array.isArray(given) ? given : [given]).map(read),
    plain: (given) => (Array.isArray(given) ? given : [given]).map(read),
    scalar: false,
    open: false,
  }
}
