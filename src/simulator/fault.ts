import { TareError } from '../errors.ts'
import { createRandom } from '../statistics/random.ts'

/**
 * Ways in which a server can misbehave. `value` means: http_error the status; malformed 1 for a bad chunk size, 0
 * for data that isn't JSON; role_only the number of extra empty deltas; tokens_per_event tokens in one event;
 * short_reply percent of the tokens that are due; usage_factor percent of the true count; cached_tokens percent of the
 * prompt; idle_close milliseconds after a reply until its connection is closed; huge_headers bytes; slow_headers
 * milliseconds between two bytes of the response's head.
 */
export const faultDefaults = {
  http_error: 500,
  in_stream_error: 0,
  timeout: 0,
  never_ends: 0,
  reset: 0,
  truncated: 0,
  malformed: 0,
  html: 0,
  missing_done: 0,
  no_usage: 0,
  role_only: 1,
  tokens_per_event: 4,
  short_reply: 50,
  same_reply: 0,
  empty_reply: 0,
  usage_factor: 200,
  cached_tokens: 50,
  idle_close: 10,
  huge_headers: 16_777_216,
  slow_headers: 50,
  keepalive_off: 0,
  crlf: 0,
  comments: 0,
} as const

export type FaultKind = keyof typeof faultDefaults

export interface Fault {
  readonly kind: FaultKind
  /** Probability that a request gets it. */
  readonly rate: number
  readonly value: number
}

/** Reads `KIND[=VALUE][:RATE]`: `reset:0.01`, `http_error=503`, `tokens_per_event=4:0.5`. Throws a TareError (usage). */
export function parseFault(text: string): Fault {
  const match = /^([a-z_]+)(?:=([^:]+))?(?::(.+))?$/.exec(text.trim())
  const kind = match?.[1] ?? ''
  if (!isFaultKind(kind)) {
    throw new TareError('usage', `--fault: ${JSON.stringify(text)} is no fault that the simulator knows`, {
      hint: `Known faults: ${Object.keys(faultDefaults).join(', ')}; as KIND, KIND=VALUE or KIND:RATE.`,
    })
  }
  const rate = match?.[3] === undefined ? 1 : Number(match[3])
  if (!(rate >= 0 && rate <= 1)) {
    throw new TareError('usage', `--fault ${text}: the rate must be from 0 to 1`, {
      hint: `For one in ten: ${kind}:0.1`,
    })
  }
  return { kind, rate, value: faultValue(kind, match?.[2], text) }
}

function isFaultKind(kind: string): kind is FaultKind {
  return Object.hasOwn(faultDefaults, kind)
}

function faultValue(kind: FaultKind, given: string | undefined, text: string): number {
  if (given === undefined) return faultDefaults[kind]
  if (kind === 'malformed' && (given === 'json' || given === 'chunk')) return given === 'chunk' ? 1 : 0
  const value = Number(given)
  const [least, most] = kind === 'http_error' ? [400, 599] : [1, 2 ** 31]
  const takesValue = faultDefaults[kind] > 0
  if (takesValue && Number.isInteger(value) && value >= least && value <= most) return value
  throw new TareError('usage', `--fault ${text}: ${JSON.stringify(given)} isn't a value of ${kind}`, {
    hint: takesValue
      ? `Give a whole number from ${least} to ${most}, as in ${kind}=${faultDefaults[kind]}.`
      : kind === 'malformed'
        ? 'Give malformed=json or malformed=chunk.'
        : `${kind} takes no value; a rate is written ${kind}:0.1.`,
  })
}

/** The faults of one request, by kind, with their values. */
export type DrawnFaults = ReadonlyMap<FaultKind, number>

const faultStream = 3
const noFaults: DrawnFaults = new Map()

/** Draws the faults of the k-th request to arrive: each independently of the others and of all other requests. */
export function drawFaults(faults: readonly Fault[], seed: number, request: number): DrawnFaults {
  if (faults.length === 0) return noFaults
  const drawn = new Map<FaultKind, number>()
  for (const [index, fault] of faults.entries()) {
    const isDrawn = createRandom(seed, faultStream, request, index).uniform() < fault.rate
    if (isDrawn) drawn.set(fault.kind, fault.value)
  }
  return drawn
}
