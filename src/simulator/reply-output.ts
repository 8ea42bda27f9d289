import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * A reply's way out. Token frames go straight to the socket, each one string already framed as a chunk (RFC 9112,
 * section 7.1): ServerResponse.write costs several times as much. All text is ASCII.
 */
export interface ReplyOutput {
  /** Hands a piece of the body to the kernel. Returns false when the kernel didn't take all of it at once. */
  send(text: string): boolean
  /** Ends the connection after a chunk that has no size. */
  breakFraming(): void
  /** Sends a last piece of the body and ends it, and the connection too where it isn't kept alive. */
  end(text: string): void
  /** Sends half of this piece and ends the connection: the body stays unfinished. */
  cut(text: string): void
  /** Ends the connection by RST (without one where the transport has none: TLS, unix sockets). */
  reset(): void
  isOpen(): boolean
}

/** Sends head and framing through `response`; call once the response has its socket. */
export function openReply(
  request: IncomingMessage,
  response: ServerResponse,
  contentType: string,
): ReplyOutput {
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-cache' })
  response.flushHeaders()
  const isChunked = request.httpVersion !== '1.0'
  return createOutput(request.socket, isChunked, () => response.end())
}

/** The same after a head that was sent by other means; the connection ends with the reply. */
export function openRawReply(socket: Socket): ReplyOutput {
  return createOutput(socket, true, () => socket.end('0\r\n\r\n'))
}

function createOutput(socket: Socket, isChunked: boolean, finish: () => void): ReplyOutput {
  const framed = (text: string): string =>
    isChunked ? `${chunkSizes[text.length] ?? chunkSize(text.length)}${text}\r\n` : text
  return {
    send(text) {
      if (!socket.writable) return true
      socket.write(framed(text), 'latin1')
      return wasTaken(socket)
    },
    breakFraming: () => void socket.end('not-a-size\r\ndata\r\n', 'latin1'),
    end(text) {
      if (!socket.writable) return
      socket.cork()
      if (text !== '') socket.write(framed(text), 'latin1')
      finish()
      socket.uncork()
    },
    cut: (text) => void socket.end(framed(text).slice(0, -(text.length >> 1) - 2), 'latin1'),
    // An RST destroys what the client hasn't read: a moment lets it read the tokens that it was sent.
    reset: () => void setTimeout(resetSocket, resetDelayMs, socket),
    isOpen: () => socket.writable,
  }
}

/**
 * Whether the kernel has taken all that was written. Of a TLS socket nobody can say: it encrypts first, and takes note
 * later, so it is believed.
 */
export function wasTaken(socket: Socket): boolean {
  return socket.writableLength === 0 || 'encrypted' in socket
}

const resetDelayMs = 5

function resetSocket(socket: Socket): void {
  try {
    socket.resetAndDestroy()
  } catch {
    socket.destroy()
  }
}

function chunkSize(bytes: number): string {
  return `${bytes.toString(16)}\r\n`
}

const chunkSizes = Array.from({ length: 1024 }, (_, bytes) => chunkSize(bytes))
