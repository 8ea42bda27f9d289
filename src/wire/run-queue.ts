import { closeSync, openSync, readSync } from 'node:fs'

/**
 * How long this process's main thread has so far been ready to run while another ran on its core: the second number of
 * /proc/self/schedstat (Linux, Documentation/scheduler/sched-stats.rst). Read through a descriptor that is there from the
 * start, since running out of them must not end a run. A reading is some 1.3 µs.
 */
export class RunQueue {
  readonly #descriptor: number | null
  readonly #bytes = Buffer.alloc(128)

  constructor(schedstat = '/proc/self/schedstat') {
    this.#descriptor = openIfThere(schedstat)
  }

  /** Nanoseconds; null where the system doesn't say. */
  waitedNs(): number | null {
    if (this.#descriptor === null) return null
    try {
      const length = readSync(this.#descriptor, this.#bytes, 0, this.#bytes.length, 0)
      const waited = Number(this.#bytes.toString('latin1', 0, length).split(' ')[1])
      return Number.isFinite(waited) ? waited : null
    } catch {
      return null
    }
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor)
  }
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r')
  } catch {
    return null
  }
}
