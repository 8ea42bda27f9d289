import { closeSync, openSync, writeSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { TareError } from '../errors.ts'
import { encodeRecord, recordBytesAtMost } from './record-codec.ts'
import type { RequestRecord } from './request-record.ts'
import { encodeSpoolHeader, frameBytesAtMost, frameHeaderBytes, type SpoolHeader } from './spool-format.ts'
import { type WriteBytes, writeBytes, writeFailure } from './write-bytes.ts'

/**
 * A worker's append-only file of finished requests. `append` only encodes; `flush` hands everything to the kernel,
 * after which killing the process loses none of it.
 *
 * When a flush fails the file holds whole frames and at most one partial one, which the reader drops; what wasn't
 * written stays here, and a later flush carries on where this one stopped.
 */
export class SpoolWriter {
  readonly #path: string
  readonly #fd: number
  readonly #write: WriteBytes
  #bytes: Buffer = Buffer.allocUnsafeSlow(1 << 16)
  #view: DataView = new DataView(this.#bytes.buffer)
  #start = 0
  #end = 0
  #closed = false

  /** Creates the file, which must not exist. Throws TareError 'resources' when it can't. */
  static create(path: string, header: SpoolHeader): SpoolWriter {
    let fd: number
    try {
      fd = openSync(path, 'ax')
    } catch (cause) {
      throw writeFailure(path, cause)
    }
    const writer = new SpoolWriter(fd, path, header)
    try {
      writer.flush()
    } catch (error) {
      closeSync(fd)
      throw error
    }
    return writer
  }

  /** Writes to a file already open, which this writer then owns; nothing is written before `flush`. */
  constructor(fd: number, path: string, header: SpoolHeader, write: WriteBytes = writeSync) {
    this.#fd = fd
    this.#path = path
    this.#write = write
    this.#end = encodeSpoolHeader(header).copy(this.#bytes)
  }

  /** Encodes a record. The record may be changed or reused afterwards. */
  append(record: RequestRecord): void {
    const most = frameHeaderBytes + recordBytesAtMost(record)
    if (most > frameBytesAtMost) {
      throw new TareError('internal', `request ${record.requestId} is too large to record: ${most} bytes`)
    }
    this.#reserve(most)
    const payload = this.#end + frameHeaderBytes
    const end = encodeRecord(record, this.#bytes, this.#view, payload)
    this.#view.setUint32(this.#end, end - payload, true)
    this.#view.setUint32(this.#end + 4, crc32(this.#bytes.subarray(payload, end)), true)
    this.#end = end
  }

  /** Hands every appended record to the kernel. Throws TareError 'resources' when the disk won't take them. */
  flush(): void {
    while (this.#start < this.#end) {
      const length = this.#end - this.#start
      this.#start += writeBytes(this.#fd, this.#path, this.#bytes, this.#start, length, this.#write)
    }
    this.#start = 0
    this.#end = 0
  }

  /** Flushes and closes. The file is closed even when the flush fails. */
  close(): void {
    if (this.#closed) return
    this.#closed = true
    try {
      this.flush()
    } finally {
      closeSync(this.#fd)
    }
  }

  #reserve(length: number): void {
    if (this.#end + length <= this.#bytes.length) return
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#end + length))
    this.#bytes.copy(grown, 0, 0, this.#end)
    this.#bytes = grown
    this.#view = new DataView(grown.buffer)
  }
}
