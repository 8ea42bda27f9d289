import { TareError } from '../errors.ts'
import { isMapping } from './is-mapping.ts'
import type { ValueProblem } from './value-problem.ts'

export type ExtraBody = Readonly<Record<string, unknown>>

const secretField = /^(api[-_]?key|authorization|password|secret|access[-_]?token)$/i

/** Reads the JSON object of --extra-body. Throws TareError('usage'). */
export function parseExtraBody(text: string): ExtraBody {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw badBody(`it isn't JSON: ${(cause as Error).message.slice(0, 120)}`, `write it as '{"top_k": 20}'`)
  }
  const problem = extraBodyProblem(value)
  if (problem !== undefined) throw badBody(problem.why, problem.hint)
  return value as ExtraBody
}

/** What is wrong with the fields to add to requests' bodies; undefined when nothing is. */
export function extraBodyProblem(value: unknown): ValueProblem | undefined {
  if (!isMapping(value)) {
    return { why: "it isn't a JSON object", hint: `write it as '{"top_k": 20}'` }
  }
  if (Object.hasOwn(value, 'stream')) {
    return { why: 'it sets stream, which decides how replies are read', hint: 'use --no-stream' }
  }
  const secret = Object.entries(value).find(
    ([name, field]) => secretField.test(name) && typeof field === 'string',
  )
  if (secret !== undefined) {
    return { why: `its ${secret[0]} would end up in files`, hint: 'pass a key by --api-key-env' }
  }
  return undefined
}

function badBody(why: string, hint: string): TareError {
  return new TareError('usage', `--extra-body: ${why}`, { hint })
}
