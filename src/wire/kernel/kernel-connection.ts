import type { Endpoint } from '../endpoint.ts'
import type { NetworkFigures } from '../network-figures.ts'
import type { Connection, ConnectionFailureKind, ConnectionHandler } from '../reactor.ts'
import { EAGAIN, EINPROGRESS, EINTR, errnoName } from './errno.ts'
import type { KernelContext, Watcher } from './kernel-context.ts'
import { layout } from './native-memory.ts'
import { readReceiveStamp, requestReceiveStamps, resetAncillary } from './receive-stamp.ts'
import { AF_UNIX, addressFamily, writeSocketAddress } from './socket-address.ts'
import { readTcpInfo } from './tcp-info.ts'

const SOCK_STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000
const SOL_SOCKET = 1
const SO_ERROR = 4
const IPPROTO_TCP = 6
const TCP_NODELAY = 1
const MSG_NOSIGNAL = 0x4000
const EPOLLIN = 1
const EPOLLOUT = 4
const EPOLLERR = 8
const EPOLLHUP = 16

/** A non-blocking socket whose reads carry the kernel's arrival stamps. */
export class KernelConnection implements Connection, Watcher {
  readonly #context: KernelContext
  readonly #handler: ConnectionHandler
  readonly #isTcp: boolean
  #fd = -1
  #key = -1
  #state: 'connecting' | 'open' | 'closed' = 'connecting'
  #startNs = 0
  #pending: Uint8Array[] = []
  /** Whether the first of the pending has been sent in part. */
  #partlySent = false
  #watchingWrites = true
  /** When the socket was last known to hold nothing unread, and whether the latest read emptied it. */
  #emptyNs: number
  #drained = true

  constructor(context: KernelContext, endpoint: Endpoint, handler: ConnectionHandler) {
    this.#context = context
    this.#handler = handler
    this.#isTcp = addressFamily(endpoint) !== AF_UNIX
    if (!this.#isTcp) context.noteUnstamped()
    this.#startNs = context.nowNs()
    this.#emptyNs = this.#startNs
    this.#open(endpoint)
  }

  #open(endpoint: Endpoint): void {
    const { libc, memory } = this.#context
    this.#fd = libc.socket(addressFamily(endpoint), SOCK_STREAM_NONBLOCK_CLOEXEC, 0)
    if (this.#fd < 0) return this.#failLater('connect', libc.errno())
    if (this.#isTcp) {
      memory.int32[layout.option / 4] = 1
      libc.setsockopt(this.#fd, IPPROTO_TCP, TCP_NODELAY, memory.address + layout.option, 4)
    }
    requestReceiveStamps(libc, memory, this.#fd)
    const length = writeSocketAddress(endpoint, memory.bytes, layout.socketAddress)
    const result = libc.connect(this.#fd, memory.address + layout.socketAddress, length)
    const errno = result === 0 ? 0 : libc.errno()
    if (errno !== 0 && errno !== EINPROGRESS) return this.#failLater('connect', errno)
    this.#key = this.#context.watch(this.#fd, EPOLLIN | EPOLLOUT, this)
  }

  ready(events: number): void {
    if (this.#state === 'connecting') this.#connected(events)
    else if ((events & EPOLLOUT) !== 0 && this.#pending.length > 0) this.#flush()
    if (this.#state === 'open' && (events & (EPOLLIN | EPOLLERR | EPOLLHUP)) !== 0) this.#read()
  }

  #connected(events: number): void {
    const errno = this.#socketError()
    if (errno !== 0) return this.#fail('connect', errno)
    if ((events & EPOLLOUT) === 0) return
    this.#state = 'open'
    const connectedNs = this.#context.nowNs()
    this.#handler.opened({ startNs: this.#startNs, connectedNs, securedNs: connectedNs })
    if (this.#state === 'open') this.#flush()
  }

  #socketError(): number {
    const { libc, memory } = this.#context
    memory.int32[layout.optionLength / 4] = 4
    const { address } = memory
    libc.getsockopt(this.#fd, SOL_SOCKET, SO_ERROR, address + layout.option, address + layout.optionLength)
    return memory.int32[layout.option / 4]!
  }

  send(bytes: Uint8Array): void {
    if (this.#state === 'closed') return
    const first = this.#pending.length === 0
    this.#pending.push(bytes)
    if (this.#state === 'open' && first) this.#flush()
  }

  #flush(): void {
    const { libc } = this.#context
    for (let bytes = this.#pending[0]; bytes !== undefined; bytes = this.#pending[0]) {
      const beforeNs = this.#context.nowNs()
      const length = libc.send(this.#fd, bytes, bytes.length, MSG_NOSIGNAL)
      const afterNs = this.#context.nowNs()
      if (length < 0) {
        const errno = libc.errno()
        if (errno === EINTR) continue
        if (errno === EAGAIN) break
        return this.#failLater('reset', errno)
      }
      const whole = length === bytes.length
      const begun = this.#partlySent
      this.#partlySent = !whole
      if (whole) this.#pending.shift()
      else this.#pending[0] = bytes.subarray(length)
      if (!begun) this.#handler.sent(beforeNs, afterNs)
      if (this.#state === 'closed') return
    }
    this.#watchWrites(this.#pending.length > 0)
  }

  #watchWrites(wanted: boolean): void {
    if (wanted === this.#watchingWrites) return
    this.#watchingWrites = wanted
    this.#context.rewatch(this.#key, this.#fd, wanted ? EPOLLIN | EPOLLOUT : EPOLLIN)
  }

  /** Reads until the socket is empty, at most four buffers a turn so that one connection can't starve the others. */
  #read(): void {
    const context = this.#context
    for (let reads = 0; reads < 4; reads++) {
      resetAncillary(context.memory)
      const length = context.libc.recvmsg(this.#fd, context.memory.address + layout.message, 0)
      const observedNs = context.nowNs()
      if (length <= 0) return this.#readEnded(length, observedNs)
      context.countRead()
      this.#stamp(observedNs)
      this.#drained = length < layout.receiveBytes
      if (this.#drained)
        this.#emptyNs = Math.max(context.pollReturnedNs, Math.min(context.arrival.atNs, observedNs))
      this.#handler.received(context.receiveBuffer, length, context.arrival)
      if (this.#drained || this.#state !== 'open') return
    }
  }

  #readEnded(length: number, observedNs: number): void {
    if (length === 0) {
      this.close()
      return this.#handler.ended(observedNs)
    }
    const errno = this.#context.libc.errno()
    if (errno !== EAGAIN && errno !== EINTR) this.#fail('reset', errno)
  }

  /**
   * Fills the arrival. Everything in this read came after the socket was last known to be empty: when it was last
   * drained, when the last poll that didn't report it began, or when a poll was woken from sleep, whichever was latest.
   * (A poll's beginning, because what comes between the kernel's look at the socket and our reading of the clock would
   * otherwise be missed.)
   */
  #stamp(observedNs: number): void {
    const context = this.#context
    const { arrival } = context
    const kernelNs = readReceiveStamp(context.memory, context.epochSeconds, context.epochNanoseconds)
    arrival.observedNs = observedNs
    if (Number.isNaN(kernelNs)) {
      arrival.atNs = observedNs
      arrival.source = 'user'
      context.noteUnstamped()
      arrival.errorBoundNs = observedNs - Math.max(context.unseenSinceNs, this.#emptyNs)
      arrival.lastEventErrorBoundNs = arrival.errorBoundNs
    } else {
      context.wake.saw(kernelNs)
      const emptyNs = this.#drained ? Math.max(this.#emptyNs, context.lastLookNs) : this.#emptyNs
      arrival.atNs = kernelNs
      arrival.source = 'kernel'
      arrival.errorBoundNs = Math.max(0, kernelNs - emptyNs)
      arrival.lastEventErrorBoundNs = 0
    }
  }

  networkFigures(): NetworkFigures | undefined {
    if (!this.#isTcp || this.#state !== 'open') return undefined
    return readTcpInfo(this.#context.libc, this.#context.memory, this.#fd)
  }

  close(): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#pending = []
    if (this.#key >= 0) this.#context.unwatch(this.#key, this.#fd)
    if (this.#fd >= 0) this.#context.libc.close(this.#fd)
  }

  #fail(kind: ConnectionFailureKind, errno: number): void {
    const code = errnoName(errno)
    this.close()
    this.#handler.failed(
      { kind, code, message: `${kind === 'connect' ? 'connect' : 'connection'}: ${code}` },
      this.#context.nowNs(),
    )
  }

  /** Failures found while the owner is calling us are told in the next turn. */
  #failLater(kind: ConnectionFailureKind, errno: number): void {
    this.#context.defer(() => {
      if (this.#state !== 'closed') this.#fail(kind, errno)
    })
  }
}
