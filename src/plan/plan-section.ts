import { z } from 'zod'
import { TareError } from '../errors.ts'
import { didYouMean } from './nearest.ts'
import { parseChoice } from './parse-choice.ts'
import { type ReadValue, readText } from './plan-value.ts'

/** The schema of a value that a function of ours reads. */
export type ValueSchema<Value> = z.ZodPipe<z.ZodUnknown, z.ZodTransform<Awaited<Value>, unknown>>

/** A mapping that has these keys and no others. */
export function section<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const known = Object.keys(shape)
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return notAMapping
      return issue.keys
        .map((key) => `unknown key "${key.slice(0, 60)}"${didYouMean(key, known) || allOf(known)}`)
        .join('\n')
    },
  })
}

/** The keys of a small section, for who meant none that is near. */
function allOf(known: readonly string[]): string {
  return known.length <= mostListed ? ` (there are ${known.join(', ')})` : ''
}

const mostListed = 8

export const notAMapping: string = 'must be a mapping of keys to values'

/** A value as `read` makes it; what it throws becomes the issue. */
export function value<Value>(read: ReadValue<Value>): ValueSchema<Value> {
  return z.unknown().transform((given, context) => attempt(read, given, context, []))
}

/** What `read` makes of a value; what it throws becomes an issue at `path` below the schema's own place. */
export function attempt<Value>(
  read: ReadValue<Value>,
  given: unknown,
  context: z.core.$RefinementCtx,
  path: readonly string[],
): Value {
  try {
    return read(given)
  } catch (error) {
    if (!(error instanceof TareError)) throw error
    const message = error.hint === undefined ? error.message : `${error.message}: ${error.hint}`
    context.addIssue({ code: 'custom', path: [...path], message })
    return z.NEVER
  }
}

/** One of a few words. */
export function choice<Choice extends string>(choices: readonly Choice[]): ValueSchema<Choice> {
  return value(readText((text) => parseChoice(text, choices)))
}
