import type { IncomingMessage } from 'node:http'

/** Of a request to the simulator, in bytes. */
export const maxBodyBytes: number = 64 * 1024 * 1024

/** Calls one of the two, once: `done` with the whole body, or `tooLarge` as soon as it is longer than it may be. */
export function readBody(request: IncomingMessage, done: (body: Buffer) => void, tooLarge: () => void): void {
  const parts: Buffer[] = []
  let bytes = 0
  let isRefused = false
  request.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes <= maxBodyBytes) parts.push(part)
    else if (!isRefused) {
      isRefused = true
      tooLarge()
    }
  })
  request.on('end', () => {
    if (!isRefused) done(parts.length === 1 ? parts[0]! : Buffer.concat(parts))
  })
}
