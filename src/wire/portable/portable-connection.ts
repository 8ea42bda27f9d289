import { connect, type Socket } from 'node:net'
import type { Endpoint } from '../endpoint.ts'
import type { NetworkFigures } from '../network-figures.ts'
import type { Connection, ConnectionHandler } from '../reactor.ts'
import type { PortableContext } from './portable-context.ts'

/** A socket of Node's, read through `onread` into one buffer that all share; stamps are user-space. */
export class PortableConnection implements Connection {
  readonly #context: PortableContext
  readonly #socket: Socket
  #open = false
  #closed = false
  #emptyNs: number
  #pending: Uint8Array[] = []
  readonly #handler: ConnectionHandler

  constructor(context: PortableContext, endpoint: Endpoint, handler: ConnectionHandler) {
    this.#context = context
    this.#handler = handler
    const startNs = context.nowNs()
    this.#emptyNs = startNs
    const onread = {
      buffer: context.receiveBuffer,
      callback: (length: number, buffer: Uint8Array): boolean => {
        this.#received(length, buffer)
        return true
      },
    }
    this.#socket =
      endpoint.kind === 'unix'
        ? connect({ path: endpoint.path, onread })
        : connect({
            host: endpoint.address,
            port: endpoint.port,
            family: endpoint.family,
            noDelay: true,
            onread,
          })
    this.#socket.on('connect', () => {
      if (this.#closed) return
      this.#open = true
      const connectedNs = context.turned()
      handler.opened({ startNs, connectedNs, securedNs: connectedNs })
      const pending = this.#pending
      this.#pending = []
      for (const bytes of pending) this.send(bytes)
    })
    this.#socket.on('end', () => {
      if (this.#closed) return
      const atNs = context.turned()
      this.close()
      handler.ended(atNs)
    })
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      if (this.#closed) return
      const atNs = context.turned()
      const kind = this.#open ? 'reset' : 'connect'
      this.close()
      const code = error.code ?? 'ERR_SOCKET'
      handler.failed(
        { kind, code, message: `${kind === 'connect' ? 'connect' : 'connection'}: ${code}` },
        atNs,
      )
    })
  }

  #received(length: number, buffer: Uint8Array): void {
    if (this.#closed) return
    const context = this.#context
    const observedNs = context.turned()
    context.countRead()
    const errorBoundNs = observedNs - Math.max(this.#emptyNs, context.unseenSinceNs())
    this.#emptyNs = observedNs
    this.#handler.received(buffer, length, {
      atNs: observedNs,
      observedNs,
      source: 'user',
      errorBoundNs,
      lastEventErrorBoundNs: errorBoundNs,
    })
  }

  send(bytes: Uint8Array): void {
    if (this.#closed) return
    if (!this.#open) {
      this.#pending.push(bytes)
      return
    }
    const beforeNs = this.#context.nowNs()
    this.#socket.write(bytes)
    this.#handler.sent(beforeNs, this.#context.nowNs())
  }

  /** Node doesn't show TCP_INFO. */
  networkFigures(): NetworkFigures | undefined {
    return undefined
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#socket.destroy()
  }
}
