import { shortened, TareError } from '../errors.ts'
import { parseDurationNs } from './duration.ts'
import { type ExtraBody, extraBodyProblem } from './extra-body.ts'
import { headerProblem, isSecretName, redacted } from './headers.ts'
import { isMapping } from './is-mapping.ts'
import { type NumberRule, numberProblem } from './number-rule.ts'
import { checkShape, type Shapes } from './parse-shape.ts'
import { unbounded } from './plan-document.ts'
import { isVariableName } from './variable-name.ts'

/** Reads a value of a plan file. Throws TareError, whose message and hint say what is wrong with it. */
export type ReadValue<Value> = (given: unknown) => Value

/** Whether a header that was redacted is a problem: it is when the plan is to be run. */
export type RedactedHeaders = 'refuse' | 'keep'

/** A text; a number will do where YAML takes a text for one (`input_tokens: 512`). */
export function readText<Value>(parse: (text: string) => Value): ReadValue<Value> {
  return (given) => {
    if (typeof given === 'string') return parse(given)
    if (typeof given === 'number') return parse(String(given))
    throw bad(`must be a text, not ${shown(given)}`)
  }
}

/** Something that stands for a value by itself (`null`, `unbounded`), or else a value. */
export function readUnless<Special, Value, Meaning>(
  special: Special,
  meaning: Meaning,
  read: ReadValue<Value>,
): ReadValue<Value | Meaning> {
  return (given) => (given === special ? meaning : read(given))
}

/** A value that may be null. */
export function readNullable<Value>(read: ReadValue<Value>): ReadValue<Value | null> {
  return readUnless(null, null, read)
}

export function readNumber(rule: NumberRule): ReadValue<number> {
  return (given) => {
    const problem = numberProblem(typeof given === 'number' ? given : Number.NaN, rule)
    if (problem === undefined) return given as number
    throw bad(`${shown(given)} isn't ${rule.what}: ${problem}`)
  }
}

/** A limit that may be absent, as Infinity. */
export function readLimit(rule: NumberRule): ReadValue<number> {
  return readUnless(unbounded, Number.POSITIVE_INFINITY, readNumber(rule))
}

export const readDurationNs: ReadValue<number> = readText(parseDurationNs)

export function readBoolean(given: unknown): boolean {
  if (typeof given === 'boolean') return given
  throw bad(`must be true or false, not ${shown(given)}`)
}

export const readVariableName: ReadValue<string> = readText((name) => {
  if (isVariableName(name)) return name
  throw bad("isn't the name of an environment variable", 'give the name, not the key itself')
})

export function readExtraBody(given: unknown): ExtraBody {
  const problem = extraBodyProblem(given)
  if (problem === undefined) return given as ExtraBody
  throw bad(problem.why, problem.hint)
}

export function readShapes(given: unknown): Shapes {
  if (!isMapping(given)) {
    throw bad('must be a mapping of tensors’ names to their sizes')
  }
  return Object.fromEntries(Object.entries(given).map(([name, shape]) => [name, checkShape(shape)]))
}

/** The value of a header whose name is in lower case. */
export function readHeader(name: string, redactedHeaders: RedactedHeaders): ReadValue<string> {
  return readText((text) => {
    if (text === redacted && redactedHeaders === 'refuse' && isSecretName(name)) {
      const hint = `pass a key by --api-key-env (api_key_env here), or write \${env:NAME}`
      throw bad(`the value of ${name} was given literally, and secrets aren't stored`, hint)
    }
    const problem = headerProblem(name, text)
    if (problem === undefined) return text
    throw bad(problem.why, problem.hint)
  })
}

function bad(message: string, hint?: string): TareError {
  return new TareError('plan', message, hint === undefined ? {} : { hint })
}

/** A value as a message quotes it. */
export function shown(given: unknown): string {
  return shortened(JSON.stringify(given) ?? String(given), 60)
}
