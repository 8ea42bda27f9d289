import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { TareError } from '../errors.ts'
import { BlockReader } from './block-reader.ts'
import { emptyRecord } from './empty-record.ts'
import { decodeRecord } from './record-codec.ts'
import type { RequestRecord } from './request-record.ts'
import {
  decodeSpoolHeader,
  frameBytesAtMost,
  frameHeaderBytes,
  type SpoolHeader,
  spoolHeaderBytes,
  spoolVersion,
} from './spool-format.ts'

/**
 * Reads a worker's spool file, in memory bounded by its largest record, up to its end or to the first frame that
 * is damaged or cut short. Every iteration starts from the first record.
 *
 * The record that an iteration yields is one object, filled anew each time: copy what must outlast the step.
 */
export class SpoolReader implements Iterable<RequestRecord> {
  readonly path: string
  /** Null when the file has no whole header, as when its worker was killed at once: it has no records then. */
  readonly header: SpoolHeader | null
  readonly #fd: number
  #droppedBytes = 0

  /** Throws TareError 'folder' when the file can't be opened or was written by another version of Tare. */
  constructor(path: string) {
    this.path = path
    this.#fd = open(path)
    const bytes = Buffer.alloc(spoolHeaderBytes)
    const header = decodeSpoolHeader(bytes.subarray(0, readSync(this.#fd, bytes, 0, bytes.length, 0)))
    if (header !== null && header.version !== spoolVersion) {
      closeSync(this.#fd)
      throw new TareError('folder', `${path} was written by another version of Tare`, {
        hint: `Its format is ${header.version} and this Tare's is ${spoolVersion}: use the Tare that made the run.`,
      })
    }
    this.header = header
  }

  /** Bytes that the last whole iteration couldn't use: the frame damaged or cut short, and all after it. */
  get droppedBytes(): number {
    return this.#droppedBytes
  }

  *[Symbol.iterator](): Iterator<RequestRecord> {
    if (this.header === null) {
      this.#droppedBytes = fstatSync(this.#fd).size
      return
    }
    const block = new BlockReader(this.#fd, spoolHeaderBytes)
    const record = emptyRecord()
    for (let length = frameLength(block); length > 0; length = frameLength(block)) {
      const payload = block.start + frameHeaderBytes
      const end = payload + length
      const checksum = block.view.getUint32(block.start + 4, true)
      if (checksum !== crc32(block.bytes.subarray(payload, end))) break
      if (!decodeRecord(block.bytes, block.view, payload, end, record)) break
      block.start = end
      yield record
    }
    this.#droppedBytes = block.remaining()
  }

  close(): void {
    closeSync(this.#fd)
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    throw new TareError('folder', `can't read ${path}: ${(cause as Error).message}`, { cause })
  }
}

/** Length of the payload of the frame that begins at the block's start; 0 when no whole frame does. */
function frameLength(block: BlockReader): number {
  if (!block.has(frameHeaderBytes)) return 0
  const length = block.view.getUint32(block.start, true)
  return length <= frameBytesAtMost && block.has(frameHeaderBytes + length) ? length : 0
}
