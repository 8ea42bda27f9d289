import { TareError } from '../errors.ts'
import type { TargetPlan } from './plan.ts'
import type { ValueProblem } from './value-problem.ts'

/** Stands in a file for a secret that was given literally. */
export const redacted = '<redacted>'

const environmentReference = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g
const authenticationScheme = /^(bearer|basic|token|apikey|api-key|key)\s+/i

/** Headers that the request's sender makes itself; another value would break the request or its record. */
const ownHeaders = [
  'content-length',
  'transfer-encoding',
  'connection',
  'x-request-id',
  'expect',
  'upgrade',
  'te',
]

/**
 * Headers of `K: V` texts, their names in lower case. `${env:NAME}` in a value stays as it is until `resolveHeaders`.
 * Throws TareError('usage') for what isn't a header, for one given twice, and for one that Tare makes itself; a
 * value, which may be secret, is never repeated.
 */
export function parseHeaders(texts: readonly string[]): Readonly<Record<string, string>> {
  const headers = new Map<string, string>()
  for (const text of texts) {
    const colon = text.indexOf(':')
    if (colon < 0) throw badHeader('a header without a colon', "write it as --header 'Name: value'")
    const name = text.slice(0, colon).trim().toLowerCase()
    const value = text.slice(colon + 1).trim()
    const problem = headerProblem(name, value)
    if (problem !== undefined) throw badHeader(problem.why, problem.hint)
    if (headers.has(name)) throw badHeader(`${name} is given twice`, 'give it once')
    headers.set(name, value)
  }
  return Object.fromEntries(headers)
}

/** What is wrong with a header whose name is in lower case (RFC 9110, 5.1 and 5.5); undefined when nothing is. */
export function headerProblem(name: string, value: string): ValueProblem | undefined {
  if (!/^[!#$%&'*+.^_`|~0-9a-z-]{1,200}$/.test(name)) {
    return {
      why: `"${name.slice(0, 40)}" can't be a header's name`,
      hint: 'a name has letters, digits and hyphens',
    }
  }
  if (ownHeaders.includes(name))
    return { why: `${name} is a header that Tare makes itself`, hint: 'leave it out' }
  if (!isHeaderValue(value)) {
    return { why: `the value of ${name} has a character that a header can't`, hint: 'use printable ASCII' }
  }
  if (value.replaceAll(environmentReference, '').includes('${env:')) {
    return {
      why: `the value of ${name} has a broken \${env:…}`,
      hint: `write \${env:NAME}, with the name of a variable`,
    }
  }
  const unexpanded = isSecretName(name)
    ? /\$(\{?)([A-Za-z_][A-Za-z0-9_]*)/.exec(value.replaceAll(environmentReference, ''))
    : null
  if (unexpanded !== null) {
    return {
      why: `the value of ${name} has a variable that the shell left as it is`,
      hint: `write \${env:NAME} for it`,
    }
  }
  return undefined
}

function isHeaderValue(value: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(value)
}

function badHeader(why: string, hint: string): TareError {
  return new TareError('usage', why, { hint })
}

/** Whether what bears this name (a header, a flag) is to be kept out of files. */
export function isSecretName(name: string): boolean {
  return /authorization|api-?key|cookie|secret|password|passwd|credential|token$|(^|-)(auth|key)$/i.test(name)
}

/** A header's value as files may have it: as it is, unless it holds a secret that isn't a reference. */
export function storableHeaderValue(name: string, value: string): string {
  if (!isSecretName(name)) return value
  const literal = value.replace(authenticationScheme, '').replaceAll(environmentReference, '').trim()
  return literal === '' ? value : redacted
}

/**
 * The headers to send: `${env:NAME}` replaced, and the API key put in. Call it when a run starts, and keep what it
 * returns out of files. Throws TareError('usage') for a variable that isn't set or can't be sent.
 */
export function resolveHeaders(
  target: Pick<TargetPlan, 'headers' | 'apiKeyEnv'>,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const resolved = Object.entries(target.headers).map(([name, value]): [string, string] => [
    name,
    value.replaceAll(environmentReference, (_reference, variable: string) =>
      variableValue(variable, environment, `the header ${name}`),
    ),
  ])
  if (target.apiKeyEnv !== null) {
    resolved.push([
      'authorization',
      `Bearer ${variableValue(target.apiKeyEnv, environment, '--api-key-env')}`,
    ])
  }
  return Object.fromEntries(resolved)
}

function variableValue(
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
  wantedBy: string,
): string {
  // A key that was read from a file often ends with that file's line end.
  const value = Object.hasOwn(environment, variable) ? environment[variable]?.trim() : undefined
  if (value === undefined || value === '') {
    throw new TareError('usage', `the environment variable ${variable}, which ${wantedBy} names, isn't set`, {
      hint: `export ${variable}=… before the run`,
    })
  }
  if (isHeaderValue(value)) return value
  throw new TareError('usage', `the environment variable ${variable} has a character that a header can't`, {
    hint: 'a key is one line of printable ASCII',
  })
}
