import { readSync, writeSync } from 'node:fs'
import { decodeMessage, encodeMessage } from './message-line.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** Where a worker's messages to the conductor go: standard output and error stay free for what nobody planned. */
const upFd = 3

/**
 * Sends a message to the conductor. One that is gone holds no worker up. One that reads nothing does, once the socket
 * between them is full: after some 200 messages.
 */
export function tellConductor(message: FromWorker): void {
  try {
    writeSync(upFd, `${encodeMessage(message)}\n`)
  } catch {
    // EPIPE: what counts is in the spool.
  }
}

/** Waits for the next message on standard input; undefined once it is closed. For before and between runs. */
export function waitForMessage(): ToWorker | undefined {
  const bytes: number[] = []
  const byte = Buffer.alloc(1)
  for (;;) {
    let length: number
    try {
      length = readSync(0, byte)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return undefined
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
      continue
    }
    if (length === 0) return undefined
    if (byte[0] === 10) return decodeMessage<ToWorker>(Buffer.from(bytes).toString('utf8'))
    bytes.push(byte[0]!)
  }
}
