import { shortened, TareError } from '../errors.ts'

/** Which numbers make sense for an option. Flags and plan files are held to the same. */
export interface NumberRule {
  /** With its article: 'a rate'. */
  readonly what: string
  readonly min: number
  readonly max: number
  readonly whole: boolean
}

type RuleName =
  | 'ratePerSecond'
  | 'concurrency'
  | 'maxConcurrency'
  | 'querySize'
  | 'burstiness'
  | 'requests'
  | 'workers'
  | 'seed'
  | 'batchSize'
  | 'batchDelayMs'
  | 'batchDelayUs'
  | 'serverWorkers'
  | 'instances'
  | 'responseTimeoutS'
  | 'repeat'

export const numberRules: Readonly<Record<RuleName, NumberRule>> = {
  ratePerSecond: { what: 'a rate in requests per second', min: 0, max: 1_000_000, whole: false },
  /** A pause, or the end of a ramp, may be at 0. */
  concurrency: { what: 'a number of requests in flight', min: 0, max: 100_000, whole: true },
  maxConcurrency: { what: 'a number of requests in flight', min: 1, max: 100_000, whole: true },
  querySize: { what: 'a number of requests in a query', min: 1, max: 10_000, whole: true },
  burstiness: { what: 'a burstiness', min: 0.01, max: 1000, whole: false },
  requests: { what: 'a number of requests', min: 1, max: 1_000_000_000, whole: true },
  workers: { what: 'a number of worker processes', min: 1, max: 256, whole: true },
  seed: { what: 'a seed', min: 0, max: Number.MAX_SAFE_INTEGER, whole: true },
  batchSize: { what: 'a batch size', min: 1, max: 1_000_000, whole: true },
  batchDelayMs: { what: 'a batch delay in ms', min: 0, max: 3_600_000, whole: true },
  batchDelayUs: { what: 'a batch delay in us', min: 0, max: 3_600_000_000, whole: true },
  serverWorkers: { what: "a number of the server's workers", min: 0, max: 10_000, whole: true },
  instances: { what: 'a number of instances', min: 1, max: 10_000, whole: true },
  repeat: { what: 'a number of repeats', min: 1, max: 10_000, whole: true },
  responseTimeoutS: { what: 'a timeout in s', min: 1, max: 3_600_000, whole: true },
}

/** What is wrong with a number under a rule; undefined when nothing is. */
export function numberProblem(value: number, rule: NumberRule): string | undefined {
  const kind = rule.whole ? 'a whole number' : 'a number'
  if (Number.isNaN(value) || (rule.whole && !Number.isInteger(value))) return `it must be ${kind}`
  if (value < rule.min || value > rule.max) return `it must be ${kind} from ${rule.min} to ${rule.max}`
  return undefined
}

/** Reads a decimal number (`10`, `0.5`). Throws TareError('usage') that says what the rule asks for. */
export function parseNumber(text: string, rule: NumberRule): number {
  const given = text.trim()
  const value = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(given) ? Number(given) : Number.NaN
  const problem = numberProblem(value, rule)
  if (problem === undefined) return value
  throw notANumber(given, rule, problem)
}

/** Reads `10` (both ends alike) or `10..100`. Throws TareError('usage') likewise. */
export function parseRange(text: string, rule: NumberRule): { readonly start: number; readonly end: number } {
  const ends = text.split('..')
  if (ends.length > 2) throw notANumber(text.trim(), rule, 'a ramp has two ends, such as 10..100')
  const start = parseNumber(ends[0]!, rule)
  return { start, end: ends.length === 2 ? parseNumber(ends[1]!, rule) : start }
}

function notANumber(given: string, rule: NumberRule, problem: string): TareError {
  const guess = likelyNumber(given)
  const meant =
    Number.isNaN(guess) || numberProblem(guess, rule) !== undefined ? '' : `did you mean ${guess}?`
  return new TareError(
    'usage',
    `"${shortened(given, 40)}" isn't ${rule.what}: ${problem}`,
    meant === '' ? {} : { hint: meant },
  )
}

/** `1,000`, `10/s` and `1_000 rps` have a number in them; `1-2` has two, and `-3` none that was meant. */
function likelyNumber(given: string): number {
  const match = /^(\d{1,3}(?:[,_ ]\d{3})+|\d+(?:\.\d+)?)\s*[a-z/]*$/i.exec(given.slice(0, 40))
  return match === null ? Number.NaN : Number(match[1]!.replaceAll(/[,_ ]/g, ''))
}
