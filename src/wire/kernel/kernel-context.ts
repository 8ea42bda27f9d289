import type { Clock } from '../../time/clock.ts'
import type { Arrival } from '../arrival.ts'
import type { Libc } from './libc.ts'
import type { NativeMemory } from './native-memory.ts'
import type { WakeWatch } from './wake-watch.ts'

/** An arrival as a read fills it. */
export interface MutableArrival extends Arrival {
  atNs: number
  observedNs: number
  source: 'kernel' | 'user'
  errorBoundNs: number
  lastEventErrorBoundNs: number
}

/** What epoll watches: told when its descriptor is ready. */
export interface Watcher {
  ready(events: number): void
}

/**
 * What the kernel sockets of one loop share: system calls, memory, the clock, and the time since which a socket
 * that the last poll didn't report has been known to be empty.
 */
export interface KernelContext extends Clock {
  readonly libc: Libc
  readonly memory: NativeMemory
  readonly epochSeconds: number
  readonly epochNanoseconds: number
  /** What a read fills; reused by the next. */
  readonly receiveBuffer: Uint8Array
  /**
   * The latest time known at which a socket that this turn's poll reported, and the one before didn't, was empty: when the
   * poll before began, if it had room for every ready socket, or either poll was woken from sleep.
   */
  readonly lastLookNs: number
  /** To be told of every kernel stamp. */
  readonly wake: WakeWatch
  /** When the latest poll returned. */
  readonly pollReturnedNs: number
  /** The loop's latest return from a poll that can have left what came since unseen until now. */
  readonly unseenSinceNs: number
  /** Some socket's reads have no stamp: then it matters since when what they read may have been waiting. */
  noteUnstamped(): void
  /** What a read fills; reused by the next, on whichever connection. */
  readonly arrival: MutableArrival
  countRead(): void
  watch(fd: number, events: number, watcher: Watcher): number
  rewatch(key: number, fd: number, events: number): void
  unwatch(key: number, fd: number): void
  /** Calls back in the next turn, before the loop waits again. */
  defer(callback: () => void): void
}
