import { Socket } from 'node:net'
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
  type Wake,
} from '../reactor.ts'
import { TlsConnection } from '../tls/tls-connection.ts'
import { PortableConnection } from './portable-connection.ts'
import type { PortableContext } from './portable-context.ts'

/** Node's timers are whole milliseconds and may fire early: the last stretch before a due time is spun away. */
const spinNs = 2e6
/** A poll that took longer than this had nothing to report when it began. */
const blockedPollNs = 200e3

/** The loop over Node's own sockets: everywhere that Node runs, with user-space stamps. */
export function createPortableReactor(epochUnixNs: EpochUnixNs): Reactor {
  return new PortableReactor(epochUnixNs)
}

class PortableReactor implements Reactor, PortableContext {
  readonly timestampSource = 'user'
  readonly receiveBuffer: Buffer = Buffer.allocUnsafeSlow(256 * 1024)
  readonly #clock: Clock
  #wake: Wake = () => stopReactor
  #finish: () => void = () => {}
  #fail: (reason: unknown) => void = () => {}
  #timer: NodeJS.Timeout | undefined
  #immediate: NodeJS.Immediate | undefined
  #turnBeganNs = 0
  #previousTurnBeganNs = 0
  #turnEndedNs = 0
  #inTurn = false
  #pollCouldWait = false
  #reads = 0
  #turns = 0
  #longestTurnNs = 0

  constructor(epochUnixNs: EpochUnixNs) {
    this.#clock = createRealtimeClock(epochUnixNs)
  }

  nowNs(): number {
    return this.#clock.nowNs()
  }

  connect(endpoint: Endpoint, handler: ConnectionHandler): Connection {
    const { tls } = endpoint
    if (tls === undefined) return new PortableConnection(this, endpoint, handler)
    return new TlsConnection(
      this,
      tls,
      handler,
      (inner) => new PortableConnection(this, endpoint, inner),
      () => {},
    )
  }

  readLines(fd: number, onLine: (line: string) => void, onEnd: () => void): void {
    const split = createLineSplitter(onLine)
    const input = new Socket({ fd, readable: true, writable: false })
    input.setEncoding('utf8')
    input.on('data', (text: string) => {
      split(text)
      this.#soon()
    })
    input.on('error', () => {})
    input.on('close', () => {
      onEnd()
      this.#soon()
    })
    input.unref()
  }

  takeFigures(): LoopFigures {
    const figures = { turns: this.#turns, reads: this.#reads, longestTurnNs: this.#longestTurnNs }
    this.#longestTurnNs = 0
    return figures
  }

  run(wake: Wake): Promise<void> {
    this.#wake = wake
    return new Promise((resolve, reject) => {
      this.#finish = resolve
      this.#fail = reject
      this.#soon()
    })
  }

  #soon(): void {
    this.#immediate ??= setImmediate(() => this.#turn())
  }

  #turn(): void {
    this.#immediate = undefined
    clearTimeout(this.#timer)
    const beganNs = this.nowNs()
    if (!this.#inTurn) this.#beginTurn(beganNs)
    let dueNs: number
    try {
      dueNs = this.#wake(beganNs)
    } catch (error) {
      return this.#fail(error)
    }
    if (dueNs === stopReactor) return this.#finish()
    this.#endTurn()
    const waitNs = dueNs - this.nowNs()
    if (waitNs <= spinNs) this.#soon()
    else this.#timer = setTimeout(() => this.#turn(), Math.min((waitNs - spinNs) / 1e6, 2 ** 31 - 1))
  }

  turned(): number {
    const nowNs = this.nowNs()
    if (!this.#inTurn) {
      this.#beginTurn(nowNs)
      this.#soon()
    }
    return nowNs
  }

  #beginTurn(nowNs: number): void {
    this.#inTurn = true
    // With an immediate to run, libuv's poll doesn't wait: what it finds may have come at any time since the last.
    this.#pollCouldWait = this.#immediate === undefined
    this.#previousTurnBeganNs = this.#turnBeganNs
    this.#turnBeganNs = nowNs
    this.#turns++
  }

  #endTurn(): void {
    this.#turnEndedNs = this.nowNs()
    this.#inTurn = false
    this.#longestTurnNs = Math.max(this.#longestTurnNs, this.#turnEndedNs - this.#turnBeganNs)
  }

  unseenSinceNs(): number {
    const waited = this.#pollCouldWait && this.#turnBeganNs - this.#turnEndedNs > blockedPollNs
    return waited ? this.#turnBeganNs - blockedPollNs : this.#previousTurnBeganNs
  }

  countRead(): void {
    this.#reads++
  }

  close(): void {
    clearTimeout(this.#timer)
    clearImmediate(this.#immediate)
  }
}
