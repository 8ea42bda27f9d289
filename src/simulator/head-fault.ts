import type { Socket } from 'node:net'
import type { Generation } from './generation.ts'
import { openRawReply, type ReplyOutput } from './reply-output.ts'

/** Sends the head that a fault asks for, if one does, and calls `start` when the body's turn has come. */
export function sendHeadByFault(generation: Generation, contentType: string, start: () => void): void {
  const { faults, request, response } = generation
  const head = rawHead(contentType, String(response.getHeader('x-request-id') ?? generation.identity.id))
  const hugeBytes = faults.get('huge_headers')
  const slowMs = faults.get('slow_headers')
  const opened = (output: ReplyOutput): void => {
    generation.openOutput = output
    start()
  }
  if (hugeBytes !== undefined) sendHugeHead(request.socket, head, hugeBytes, opened)
  else if (slowMs !== undefined) sendSlowHead(request.socket, head, slowMs, opened)
  else start()
}

const padding = 'x'.repeat(8000)

/** Pads the head to at least `bytes`, as fast as the client reads. Does no more once the client has gone. */
function sendHugeHead(
  socket: Socket,
  head: string,
  bytes: number,
  opened: (output: ReplyOutput) => void,
): void {
  let left = bytes
  socket.write(head, 'latin1')
  const send = (): void => {
    while (left > 0 && socket.writable) {
      const line = `x-padding: ${padding.slice(0, Math.min(left, padding.length))}\r\n`
      left -= line.length
      if (!socket.write(line, 'latin1')) {
        socket.once('drain', send)
        return
      }
    }
    if (!socket.writable) return
    socket.write('\r\n', 'latin1')
    opened(openRawReply(socket))
  }
  send()
}

/** Sends a byte every `gapMs`. Does no more once the client has gone. */
function sendSlowHead(
  socket: Socket,
  head: string,
  gapMs: number,
  opened: (output: ReplyOutput) => void,
): void {
  const bytes = `${head}\r\n`
  let sent = 0
  const interval = setInterval(() => {
    if (socket.writable && sent < bytes.length) {
      socket.write(bytes[sent++]!, 'latin1')
      return
    }
    clearInterval(interval)
    if (socket.writable) opened(openRawReply(socket))
  }, gapMs)
}

/** Status line and headers of a reply whose connection ends with it, without the empty line. */
function rawHead(contentType: string, requestId: string): string {
  return [
    'HTTP/1.1 200 OK',
    `content-type: ${contentType}`,
    `x-request-id: ${requestId}`,
    'transfer-encoding: chunked',
    'connection: close',
    '',
  ].join('\r\n')
}
