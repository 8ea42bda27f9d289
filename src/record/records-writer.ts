import { closeSync, openSync, renameSync, rmSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { ByteWriter, ParquetWriter } from 'hyparquet-writer'
import { TareError } from '../errors.ts'
import { metadataKeys, parquetSchema, recordsSchema } from './parquet-schema.ts'
import type { RequestRecord } from './request-record.ts'
import { RowGroupBuilder } from './row-group-builder.ts'
import { writeBytes, writeFailure } from './write-bytes.ts'

/** What a records file says of itself. */
export interface RecordsMetadata {
  readonly runId: string
  /** The run's epoch, nanoseconds since 1970. */
  readonly epochUnixNs: bigint
}

/**
 * Streams request records to a Parquet file, in memory that doesn't grow with their number. The file has its name
 * only once it is whole: until `finish` it is `<path>.partial`, which replaces one left by a writer that died.
 */
export class RecordsWriter {
  readonly #path: string
  readonly #fd: number
  readonly #bytes = new ByteWriter(1 << 20)
  readonly #parquet: ParquetWriter
  readonly #group = new RowGroupBuilder()
  readonly #checksums: number[] = []
  #rows = 0
  #open = true

  /** Throws TareError 'resources' when the file can't be created. */
  constructor(path: string, metadata: RecordsMetadata) {
    this.#path = path
    try {
      this.#fd = openSync(this.#partialPath, 'w')
    } catch (cause) {
      throw writeFailure(this.#partialPath, cause)
    }
    this.#parquet = new ParquetWriter({
      writer: this.#bytes,
      schema: [...parquetSchema],
      createdBy: 'tare',
      kvMetadata: [
        { key: metadataKeys.schema, value: recordsSchema },
        { key: metadataKeys.epochUnixNs, value: String(metadata.epochUnixNs) },
        { key: metadataKeys.runId, value: metadata.runId },
      ],
    })
  }

  #close(): void {
    if (this.#open) closeSync(this.#fd)
    this.#open = false
  }

  /** Records appended so far. */
  get rows(): number {
    return this.#rows
  }

  /**
   * Adds a record, which may be reused afterwards. Throws TareError 'resources' when the disk won't take more, and
   * 'internal' for a record that no file can hold; then `abandon`.
   */
  append(record: RequestRecord): void {
    this.#group.add(record)
    this.#rows++
    if (this.#group.isFull()) this.#writeGroup()
  }

  /** Writes what is left, closes the file and gives it its name. Throws as `append`. */
  finish(): void {
    if (this.#group.rows > 0) this.#writeGroup()
    this.#flush()
    this.#parquet.kvMetadata?.push({ key: metadataKeys.groupChecksums, value: this.#checksums.join(',') })
    void this.#parquet.finish()
    this.#write(checksumBytes(this.#buffered()))
    this.#flush()
    this.#close()
    try {
      renameSync(this.#partialPath, this.#path)
    } catch (cause) {
      throw writeFailure(this.#path, cause)
    }
  }

  /** Closes and removes the unfinished file. */
  abandon(): void {
    this.#close()
    rmSync(this.#partialPath, { force: true })
  }

  get #partialPath(): string {
    return `${this.#path}.partial`
  }

  #writeGroup(): void {
    const start = this.#bytes.index
    try {
      this.#parquet.num_rows += BigInt(this.#group.rows)
      this.#parquet.row_groups.push(this.#group.write(this.#bytes))
    } catch (cause) {
      throw new TareError('internal', `can't encode records for ${this.#path}: ${(cause as Error).message}`, {
        cause,
      })
    }
    this.#checksums.push(crc32(this.#buffered().subarray(start)))
    this.#flush()
  }

  #buffered(): Uint8Array {
    return new Uint8Array(this.#bytes.buffer, 0, this.#bytes.index)
  }

  #flush(): void {
    this.#write(this.#buffered())
    this.#bytes.index = 0
  }

  #write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      at += writeBytes(this.#fd, this.#partialPath, bytes, at, bytes.length - at)
    }
  }
}

function checksumBytes(bytes: Uint8Array): Buffer {
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32LE(crc32(bytes))
  return checksum
}
