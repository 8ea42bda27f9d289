import { isIP } from 'node:net'
import { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import type { Clock } from '../../time/clock.ts'
import type { Arrival } from '../arrival.ts'
import type { TlsOptions } from '../endpoint.ts'
import type { NetworkFigures } from '../network-figures.ts'
import type { Connection, ConnectionFailure, ConnectionHandler, ConnectionTimes } from '../reactor.ts'
import { TlsRecordBoundary } from './tls-record-boundary.ts'

/**
 * TLS over any connection. Node's TLS runs on a Duplex that the inner connection feeds: a `push` of the bytes of a
 * read reaches the decrypted 'data' synchronously, so the arrival of the read in progress is that of what comes out.
 */
export class TlsConnection implements Connection {
  readonly #clock: Clock
  readonly #handler: ConnectionHandler
  readonly #inner: Connection
  readonly #onClosed: () => void
  readonly #duplex: Duplex
  #tls: TLSSocket | undefined
  #innerTimes: ConnectionTimes | undefined
  #pending: Uint8Array[] = []
  #secured = false
  #sendUnderWay = false
  #closed = false
  #arrival: Arrival | undefined
  readonly #boundary = new TlsRecordBoundary()
  #decrypting = false
  #decrypted: Buffer[] = []

  constructor(
    clock: Clock,
    options: TlsOptions,
    handler: ConnectionHandler,
    openInner: (handler: ConnectionHandler) => Connection,
    onClosed: () => void,
  ) {
    this.#clock = clock
    this.#handler = handler
    this.#onClosed = onClosed
    this.#duplex = new Duplex({
      read: () => {},
      write: (chunk: Uint8Array, _encoding, done) => {
        this.#inner.send(chunk)
        done()
      },
    })
    this.#inner = openInner({
      opened: (times) => {
        this.#innerTimes = times
        this.#startTls(options)
      },
      sent: (beforeNs, afterNs) => {
        if (!this.#sendUnderWay) return
        this.#sendUnderWay = false
        this.#handler.sent(beforeNs, afterNs)
      },
      received: (bytes, length, arrival) => {
        this.#decrypt(bytes, length, arrival)
      },
      ended: () => this.#duplex.push(null),
      failed: (failure, atNs) => this.#fail(failure, atNs),
    })
  }

  #startTls(options: TlsOptions): void {
    const tls = connect({
      socket: this.#duplex,
      host: options.serverName,
      // RFC 6066: a server name is never an address.
      ...(isIP(options.serverName) === 0 ? { servername: options.serverName } : {}),
      ...(options.caPem === undefined ? {} : { ca: options.caPem }),
      rejectUnauthorized: options.verify,
      ALPNProtocols: ['http/1.1'],
    })
    this.#tls = tls
    tls.on('secureConnect', () => this.#onSecured())
    tls.on('data', (bytes: Buffer) => {
      this.#decrypted.push(bytes)
      // What comes out later than its read still came in with it.
      if (!this.#decrypting) this.#handOn()
    })
    tls.on('end', () => {
      if (this.#closed) return
      this.close()
      this.#handler.ended(this.#clock.nowNs())
    })
    tls.on('error', (error: NodeJS.ErrnoException) => {
      const kind = this.#secured ? 'reset' : 'tls'
      this.#fail({ kind, code: error.code ?? 'ERR_TLS', message: error.message }, this.#clock.nowNs())
    })
  }

  /**
   * All that a read decrypts to is handed on in one piece, with the read's stamp. That is exact for an event that ends
   * the piece only if the read ended with a whole record: else the last segment was part of a record still to come.
   */
  #decrypt(bytes: Uint8Array, length: number, arrival: Arrival): void {
    const wholeRecords = this.#boundary.endsAt(bytes, length)
    const lastEventErrorBoundNs = wholeRecords ? arrival.lastEventErrorBoundNs : arrival.errorBoundNs
    this.#arrival = { ...arrival, lastEventErrorBoundNs }
    this.#decrypting = true
    this.#duplex.push(Buffer.from(bytes.subarray(0, length)))
    this.#decrypting = false
    this.#handOn()
    // What may still come out of this read, later, is no longer known to end it.
    this.#arrival = { ...arrival, lastEventErrorBoundNs: arrival.errorBoundNs }
  }

  #handOn(): void {
    const parts = this.#decrypted
    if (parts.length === 0) return
    this.#decrypted = []
    const bytes = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    if (!this.#closed && this.#arrival !== undefined)
      this.#handler.received(bytes, bytes.length, this.#arrival)
  }

  #onSecured(): void {
    if (this.#closed || this.#innerTimes === undefined) return
    this.#secured = true
    this.#handler.opened({ ...this.#innerTimes, securedNs: this.#clock.nowNs() })
    const pending = this.#pending
    this.#pending = []
    for (const bytes of pending) this.send(bytes)
  }

  send(bytes: Uint8Array): void {
    if (this.#closed) return
    if (!this.#secured || this.#tls === undefined) {
      this.#pending.push(bytes)
      return
    }
    this.#sendUnderWay = true
    this.#tls.write(bytes)
  }

  networkFigures(): NetworkFigures | undefined {
    return this.#closed ? undefined : this.#inner.networkFigures()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#tls?.destroy()
    this.#duplex.destroy()
    this.#inner.close()
    this.#onClosed()
  }

  #fail(failure: ConnectionFailure, atNs: number): void {
    if (this.#closed) return
    this.close()
    this.#handler.failed(failure, atNs)
  }
}
