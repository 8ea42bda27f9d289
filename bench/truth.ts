import { quantile } from '../src/statistics/quantile.ts'

const idBytes = 64
const headBytes = idBytes + 4

/** The arrival times that a client recorded for one request, in ns since the epoch given to `readTruthLog`. */
export interface RecordedTokens {
  readonly requestId: string
  readonly tokenNs: ArrayLike<number>
}

/** When the token sender wrote each token of each request, in ns since an epoch, by request id. */
export type Truth = ReadonlyMap<string, Float64Array>

/**
 * Reads the token sender's truth log (native/truth-log.h). Of a request that was sent twice the later is kept.
 * Throws RangeError when the log is cut short.
 */
export function readTruthLog(log: Uint8Array, epochUnixNs: bigint): Truth {
  const view = new DataView(log.buffer, log.byteOffset, log.byteLength)
  const epochHigh = Number(epochUnixNs >> 32n)
  const epochLow = Number(epochUnixNs & 0xffffffffn)
  const truth = new Map<string, Float64Array>()
  for (let at = 0; at < log.byteLength; ) {
    const id = new TextDecoder().decode(log.subarray(at, at + idBytes)).replace(/\0+$/, '')
    const writtenNs = new Float64Array(view.getUint32(at + idBytes, true))
    at += headBytes
    for (let i = 0; i < writtenNs.length; i++, at += 8) {
      // Nanoseconds since 1970 don't fit a double, but their distance to the epoch does, half by half.
      const high = view.getUint32(at + 4, true) - epochHigh
      writtenNs[i] = high * 2 ** 32 + (view.getUint32(at, true) - epochLow)
    }
    truth.set(id, writtenNs)
  }
  return truth
}

/** How far recorded arrival times are from the truth. */
export interface TokenErrors {
  /** Recorded − written of every token that is in both, in ascending order. */
  readonly errorNs: Float64Array
  readonly requests: number
  /** Requests that the sender never saw. */
  readonly unknown: number
  /** Requests with fewer tokens recorded than written (the run ended before they did), and with more (never right). */
  readonly shorter: number
  readonly longer: number
}

/** The error of each token's recorded arrival; the k-th recorded is taken for the k-th written. */
export function tokenErrors(truth: Truth, records: Iterable<RecordedTokens>): TokenErrors {
  let room = 0
  for (const writtenNs of truth.values()) room += writtenNs.length
  const errorNs = new Float64Array(room)
  const counts = { requests: 0, unknown: 0, shorter: 0, longer: 0 }
  let tokens = 0
  const seen = new Set<string>()
  for (const { requestId, tokenNs } of records) {
    if (seen.has(requestId)) throw new RangeError(`request ${requestId} was recorded twice`)
    seen.add(requestId)
    counts.requests++
    const writtenNs = truth.get(requestId)
    if (writtenNs === undefined) {
      counts.unknown++
      continue
    }
    if (tokenNs.length < writtenNs.length) counts.shorter++
    if (tokenNs.length > writtenNs.length) counts.longer++
    const both = Math.min(tokenNs.length, writtenNs.length)
    for (let i = 0; i < both; i++) errorNs[tokens++] = tokenNs[i]! - writtenNs[i]!
  }
  return { errorNs: errorNs.subarray(0, tokens).sort(), ...counts }
}

export interface ErrorQuantilesUs {
  readonly tokens: number
  readonly min: number
  readonly p50: number
  readonly p99: number
  readonly p99_9: number
  readonly max: number
}

/** Quantiles of errors (ascending, in ns), in microseconds. */
export function errorQuantilesUs(errorNs: Float64Array): ErrorQuantilesUs {
  const us = (p: number): number => quantile(errorNs, p) / 1000
  return { tokens: errorNs.length, min: us(0), p50: us(0.5), p99: us(0.99), p99_9: us(0.999), max: us(1) }
}
