import { readSync } from 'node:fs'
import type { Clock, EpochUnixNs } from '../../time/clock.ts'
import { createRealtimeClock } from '../../time/realtime-clock.ts'
import type { Endpoint } from '../endpoint.ts'
import { createLineSplitter } from '../line-splitter.ts'
import {
  type Connection,
  type ConnectionHandler,
  type LoopFigures,
  type Reactor,
  stopReactor,
  type TimestampSource,
  type Wake,
} from '../reactor.ts'
import { TlsConnection } from '../tls/tls-connection.ts'
import { EINTR, ENOSYS } from './errno.ts'
import { KernelConnection } from './kernel-connection.ts'
import type { KernelContext, MutableArrival, Watcher } from './kernel-context.ts'
import { type Libc, libc } from './libc.ts'
import { allocateNativeMemory, layout, type NativeMemory } from './native-memory.ts'
import { prepareReceive, requestReceiveStamps } from './receive-stamp.ts'
import { WakeWatch } from './wake-watch.ts'

const EPOLL_CTL_ADD = 1
const EPOLL_CTL_DEL = 2
const EPOLL_CTL_MOD = 3
const EPOLL_CLOEXEC = 0x80000
/** syscall number, the same on all architectures since Linux 5.11. */
const SYS_epoll_pwait2 = 441
const PR_SET_TIMERSLACK = 29
/** struct epoll_event is packed on x86-64 only. */
const eventBytes = process.arch === 'x64' ? 12 : 16
const eventDataWord = process.arch === 'x64' ? 1 : 2

/** Whether the kernel transport works on this machine; if not, why. */
export function kernelTransportFailure(): string | undefined {
  try {
    libc()
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/**
 * The loop over epoll: synchronous, so that nothing stands between a readable socket and its read, and with
 * timeouts in nanoseconds, so that sends aren't tied to Node's millisecond timers.
 */
export function createKernelReactor(epochUnixNs: EpochUnixNs): Reactor {
  return new KernelReactor(epochUnixNs)
}

class KernelReactor implements Reactor, KernelContext {
  readonly libc: Libc = libc()
  readonly memory: NativeMemory = allocateNativeMemory()
  readonly timestampSource: TimestampSource
  readonly epochSeconds: number
  readonly epochNanoseconds: number
  readonly receiveBuffer: Uint8Array
  #unstamped: boolean
  readonly arrival: MutableArrival = {
    atNs: 0,
    observedNs: 0,
    source: 'kernel',
    errorBoundNs: 0,
    lastEventErrorBoundNs: 0,
  }
  pollReturnedNs = 0
  unseenSinceNs = 0
  readonly wake = new WakeWatch()
  /** Since when what this turn finds can have been there, by the turn before. */
  #lookedNs = Number.NEGATIVE_INFINITY
  #pollEnteredNs = Number.NEGATIVE_INFINITY
  #reads = 0
  readonly #clock: Clock
  readonly #epoll: number
  /** Keeps the kernel's stamping switched on from before the first connection on. */
  readonly #stampKeeper: number
  readonly #watchers: (Watcher | undefined)[] = []
  readonly #freeKeys: number[] = []
  #retiredKeys: number[] = []
  #deferred: (() => void)[] = []
  readonly #secured = new Set<TlsConnection>()
  #hasPwait2 = true
  #turns = 0
  #longestTurnNs = 0

  constructor(epochUnixNs: EpochUnixNs) {
    this.epochSeconds = Number(epochUnixNs / 1_000_000_000n)
    this.epochNanoseconds = Number(epochUnixNs % 1_000_000_000n)
    this.#clock = createRealtimeClock(epochUnixNs)
    this.#epoll = this.libc.epollCreate1(EPOLL_CLOEXEC)
    this.#stampKeeper = this.libc.socket(2, 1, 0)
    this.timestampSource = requestReceiveStamps(this.libc, this.memory, this.#stampKeeper)
    this.#unstamped = this.timestampSource === 'user'
    this.receiveBuffer = this.memory.bytes.subarray(layout.receive, layout.receive + layout.receiveBytes)
    prepareReceive(this.memory)
    this.libc.prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)
  }

  nowNs(): number {
    return this.#clock.nowNs()
  }

  connect(endpoint: Endpoint, handler: ConnectionHandler): Connection {
    const { tls } = endpoint
    if (tls === undefined) return new KernelConnection(this, endpoint, handler)
    const connection: TlsConnection = new TlsConnection(
      this,
      tls,
      handler,
      (inner) => new KernelConnection(this, endpoint, inner),
      () => this.#secured.delete(connection),
    )
    this.#secured.add(connection)
    return connection
  }

  readLines(fd: number, onLine: (line: string) => void, onEnd: () => void): void {
    const split = createLineSplitter(onLine)
    const chunk = Buffer.alloc(64 * 1024)
    const key = this.watch(fd, 1, {
      ready: () => {
        const length = readAvailable(fd, chunk)
        if (length > 0) return split(chunk.toString('utf8', 0, length))
        if (length === 0) {
          this.unwatch(key, fd)
          onEnd()
        }
      },
    })
  }

  takeFigures(): LoopFigures {
    const figures = { turns: this.#turns, reads: this.#reads, longestTurnNs: this.#longestTurnNs }
    this.#longestTurnNs = 0
    return figures
  }

  async run(wake: Wake): Promise<void> {
    for (;;) {
      const dueNs = wake(this.nowNs())
      if (dueNs === stopReactor) return
      if (this.#deferred.length > 0) {
        this.#runDeferred()
        continue
      }
      this.#turn(dueNs)
      // TLS lives in Node's own loop, which has to turn for its handshakes and writes to go on.
      if (this.#secured.size > 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }

  #turn(dueNs: number): void {
    const enteredNs = this.nowNs()
    this.#noteBusy(enteredNs)
    this.#lookedNs = Math.max(this.#pollEnteredNs, this.wake.wokenNs)
    this.wake.entering(enteredNs)
    const latestNs = this.#secured.size > 0 ? Math.min(dueNs, enteredNs + 1e6) : dueNs
    // Without stamps it matters whether what came was waiting for us, so the loop looks before it waits.
    let count = this.#unstamped ? this.#poll(0) : 0
    const found = count > 0
    if (!found) count = this.#poll(latestNs - enteredNs)
    const returnedNs = this.nowNs()
    this.unseenSinceNs = found ? this.pollReturnedNs : returnedNs
    this.wake.returned(returnedNs)
    this.#pollEnteredNs = count < layout.maxEvents ? enteredNs : Number.NEGATIVE_INFINITY
    this.pollReturnedNs = returnedNs
    this.#turns++
    const { int32 } = this.memory
    for (let i = 0; i < count; i++) {
      const word = (layout.events + i * eventBytes) / 4
      this.#watchers[int32[word + eventDataWord]!]?.ready(int32[word]!)
    }
    // Keys of this turn are reused only now, so that an event of a closed socket can't reach its successor.
    if (this.#retiredKeys.length > 0) {
      this.#freeKeys.push(...this.#retiredKeys)
      this.#retiredKeys = []
    }
  }

  get lastLookNs(): number {
    return Math.max(this.#lookedNs, this.wake.wokenNs)
  }

  #noteBusy(nowNs: number): void {
    const busyNs = nowNs - this.pollReturnedNs
    if (this.#turns > 0 && busyNs > this.#longestTurnNs) this.#longestTurnNs = busyNs
  }

  noteUnstamped(): void {
    this.#unstamped = true
  }

  countRead(): void {
    this.#reads++
  }

  /** Waits for events, at most that long (negative: not at all); returns how many there are. */
  #poll(longestNs: number): number {
    const { libc: c, memory } = this
    const events = memory.address + layout.events
    const waitNs = Math.max(0, Math.min(longestNs, 3600e9))
    if (this.#hasPwait2) {
      const seconds = Math.floor(waitNs / 1e9)
      memory.int32[layout.timeout / 4] = seconds
      memory.int32[layout.timeout / 4 + 2] = Math.floor(waitNs - seconds * 1e9)
      const count = c.epollPwait2(
        SYS_epoll_pwait2,
        this.#epoll,
        events,
        layout.maxEvents,
        memory.address + layout.timeout,
        0,
        8,
      )
      if (count >= 0) return count
      const errno = c.errno()
      if (errno !== ENOSYS) return this.#pollFailed(errno)
      this.#hasPwait2 = false
    }
    // Before Linux 5.11 waits are whole milliseconds: the remainder is spun away by the caller's next turns.
    const count = c.epollWait(this.#epoll, events, layout.maxEvents, Math.floor(waitNs / 1e6))
    return count >= 0 ? count : this.#pollFailed(c.errno())
  }

  #pollFailed(errno: number): 0 {
    if (errno !== EINTR) throw new Error(`epoll_wait failed with errno ${errno}`)
    return 0
  }

  watch(fd: number, events: number, watcher: Watcher): number {
    const key = this.#freeKeys.pop() ?? this.#watchers.length
    this.#watchers[key] = watcher
    this.#control(EPOLL_CTL_ADD, fd, events, key)
    return key
  }

  rewatch(key: number, fd: number, events: number): void {
    this.#control(EPOLL_CTL_MOD, fd, events, key)
  }

  unwatch(key: number, fd: number): void {
    this.#control(EPOLL_CTL_DEL, fd, 0, key)
    this.#watchers[key] = undefined
    this.#retiredKeys.push(key)
  }

  #control(operation: number, fd: number, events: number, key: number): void {
    const { address, int32 } = this.memory
    const word = layout.control / 4
    int32[word] = events
    int32[word + eventDataWord] = key
    int32[word + eventDataWord + 1] = 0
    this.libc.epollCtl(this.#epoll, operation, fd, address + layout.control)
  }

  defer(callback: () => void): void {
    this.#deferred.push(callback)
  }

  #runDeferred(): void {
    const callbacks = this.#deferred
    this.#deferred = []
    for (const callback of callbacks) callback()
  }

  close(): void {
    this.wake.close()
    this.libc.close(this.#stampKeeper)
    this.libc.close(this.#epoll)
    this.memory.free()
  }
}

/** Bytes read, 0 at the end of the stream, -1 when there is nothing to read now. */
function readAvailable(fd: number, chunk: Buffer): number {
  try {
    return readSync(fd, chunk)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'EAGAIN' || code === 'EINTR' ? -1 : 0
  }
}
