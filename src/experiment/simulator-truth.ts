import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { TareError } from '../errors.ts'
import type { TruthRecord } from '../simulator/truth-log.ts'
import type { EpochUnixNs } from '../time/clock.ts'

/** When a reply's tokens were due, and the clock right before and right after each was handed to the kernel. */
export interface ReplyTruth {
  readonly dueNs: Float64Array
  readonly beforeNs: Float64Array
  readonly afterNs: Float64Array
  /** After the reply's last write; null when it was broken off. */
  readonly endNs: number | null
}

/** By request id. */
export type SimulatorTruth = ReadonlyMap<string, ReplyTruth>

/** Reads a truth log of the simulator, with times counted from another epoch. Throws TareError 'folder' when it is none. */
export async function readSimulatorTruth(path: string, epochUnixNs: EpochUnixNs): Promise<SimulatorTruth> {
  const truth = new Map<string, ReplyTruth>()
  let shiftNs: number | undefined
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (shiftNs === undefined) shiftNs = Number(epochOf(line, path) - epochUnixNs)
    else {
      const reply = JSON.parse(line) as TruthRecord
      truth.set(reply.request_id, shifted(reply, shiftNs))
    }
  }
  if (shiftNs === undefined) throw noTruth(path)
  return truth
}

function shifted(reply: TruthRecord, shiftNs: number): ReplyTruth {
  const shift = (times: readonly number[]): Float64Array => Float64Array.from(times, (ns) => ns + shiftNs)
  return {
    dueNs: shift(reply.due_ns),
    beforeNs: shift(reply.token_ns),
    afterNs: shift(reply.token_after_ns),
    endNs: reply.end_ns === null ? null : reply.end_ns + shiftNs,
  }
}

function epochOf(line: string, path: string): bigint {
  try {
    const head = JSON.parse(line) as { schema?: string; epoch_unix_ns?: string }
    if (head.schema === 'tare.truth-log/1') return BigInt(head.epoch_unix_ns!)
  } catch {
    // Said below.
  }
  throw noTruth(path)
}

function noTruth(path: string): TareError {
  return new TareError('folder', `${path} isn't a truth log of tare simulate`, {
    hint: 'It is written by tare simulate --truth-log, and begins with a line that names its schema.',
  })
}
