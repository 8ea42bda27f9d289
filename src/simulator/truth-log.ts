import { createWriteStream, openSync } from 'node:fs'
import { TareError } from '../errors.ts'
import type { EpochUnixNs } from '../time/clock.ts'

/** One request as the server saw it. Times are CLOCK_REALTIME in nanoseconds since the log's epoch. */
export interface TruthRecord {
  readonly request_id: string
  /** In order of arrival, from 0. */
  readonly index: number
  readonly stream: boolean
  /** When the process had read the whole request. */
  readonly received_ns: number
  /** Per token: when it was due, ... */
  readonly due_ns: readonly number[]
  /** ... the time read right before the write that handed it to the kernel, ... */
  readonly token_ns: readonly number[]
  /** ... and right after. Tokens that share a write (an event of several, an unstreamed reply) share both times. */
  readonly token_after_ns: readonly number[]
  /** After the last write of the reply; null when it was broken off. */
  readonly end_ns: number | null
  readonly prompt_tokens: number
  readonly output_tokens: number
  readonly cached_tokens: number
  /** Writes that the kernel didn't take at once: their `token_after_ns` is too early. */
  readonly queued_writes: number
  readonly faults: readonly string[]
}

export interface TruthLog {
  write(record: TruthRecord): void
  close(): Promise<void>
}

/**
 * A JSON line a request, written when it ends; the first line is `{"schema":"tare.truth-log/1","epoch_unix_ns":"…"}`,
 * the epoch being a decimal string because it doesn't fit a double. Throws a TareError (usage) when the file can't
 * be opened.
 */
export function createTruthLog(path: string, epochUnixNs: EpochUnixNs): TruthLog {
  const stream = createWriteStream(path, { fd: openedForWriting(path) })
  let failure: Error | undefined
  stream.on('error', (error) => {
    failure = error
  })
  stream.write(`${JSON.stringify({ schema: 'tare.truth-log/1', epoch_unix_ns: String(epochUnixNs) })}\n`)
  return {
    write: (record) => void stream.write(`${JSON.stringify(record)}\n`),
    close: () =>
      new Promise((resolve, reject) => {
        const settle = (): void => (failure === undefined ? resolve() : reject(incomplete(path, failure)))
        if (failure !== undefined) settle()
        else stream.once('error', settle).end(settle)
      }),
  }
}

function openedForWriting(path: string): number {
  try {
    return openSync(path, 'w')
  } catch (cause) {
    throw new TareError('usage', `--truth-log: ${path} can't be written: ${(cause as Error).message}`, {
      hint: 'Name a file in a folder that exists and that you may write to.',
      cause,
    })
  }
}

function incomplete(path: string, cause: Error): TareError {
  return new TareError('resources', `--truth-log: ${path} is incomplete: ${cause.message}`, {
    hint: 'Make room on the disk, or name a file elsewhere.',
    cause,
  })
}
