import type { Clock } from '../time/clock.ts'
import type { Arrival } from './arrival.ts'
import type { Endpoint } from './endpoint.ts'
import type { NetworkFigures } from './network-figures.ts'

/** How arrival times are taken, best first. */
export type TimestampSource = 'so_timestamping' | 'so_timestampns' | 'user'

/** Returned by a wake to end the loop. */
export const stopReactor = -1

/**
 * Called on every turn of the loop: does what is due and returns the time (ns since the epoch) at which it must be
 * called again, Infinity when only a socket can make it necessary, or `stopReactor`.
 */
export type Wake = (nowNs: number) => number

/** The loop's account of itself since it began (turns, reads) and since the last taking (longest turn). */
export interface LoopFigures {
  readonly turns: number
  readonly reads: number
  /** Longest time from a poll's return to the next poll. */
  readonly longestTurnNs: number
}

/** A worker's loop: readable sockets and due times, in nanoseconds. */
export interface Reactor extends Clock {
  readonly timestampSource: TimestampSource
  /** Opens a connection; its outcome reaches the handler, never the caller. */
  connect(endpoint: Endpoint, handler: ConnectionHandler): Connection
  /** Calls `onLine` for each line that arrives on a file descriptor, and `onEnd` once it is closed. */
  readLines(fd: number, onLine: (line: string) => void, onEnd: () => void): void
  run(wake: Wake): Promise<void>
  takeFigures(): LoopFigures
  close(): void
}

export interface ConnectionTimes {
  readonly startNs: number
  readonly connectedNs: number
  /** When the TLS handshake ended; equal to connectedNs without TLS. */
  readonly securedNs: number
}

export type ConnectionFailureKind = 'connect' | 'reset' | 'tls'

export interface ConnectionFailure {
  readonly kind: ConnectionFailureKind
  /** The errno's name (ECONNREFUSED) or the TLS error's code. */
  readonly code: string
  readonly message: string
}

/** What a connection tells its owner. Nothing is called again after `ended` or `failed`. */
export interface ConnectionHandler {
  opened(times: ConnectionTimes): void
  /** The first byte of a `send` was handed to the kernel between the two times. */
  sent(beforeNs: number, afterNs: number): void
  /** `bytes[0, length)` have arrived. Both `bytes` and `arrival` are reused: valid during the call only. */
  received(bytes: Uint8Array, length: number, arrival: Arrival): void
  /** The peer closed its side in order. */
  ended(atNs: number): void
  failed(failure: ConnectionFailure, atNs: number): void
}

export interface Connection {
  /** Hands bytes to the kernel, in order; what the kernel doesn't take at once follows when it can. */
  send(bytes: Uint8Array): void
  /** The kernel's figures of this connection, where the transport can see them. */
  networkFigures(): NetworkFigures | undefined
  close(): void
}
