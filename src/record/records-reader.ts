import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { type FileMetaData, parquetMetadata } from 'hyparquet'
import { TareError } from '../errors.ts'
import { emptyRecord } from './empty-record.ts'
import { metadataKeys, recordsSchema } from './parquet-schema.ts'
import type { RecordsMetadata } from './records-writer.ts'
import type { RequestRecord } from './request-record.ts'
import { type FillFromRow, readRowGroup } from './row-group-reader.ts'

/** The magic number that begins and ends a Parquet file. */
const magicBytes = 4
/** What ends one: the length of the metadata, and the magic number. */
const tailBytes = 8

/**
 * The requests of a records.parquet, in the file's order, with one row group in memory at a time.
 *
 * What it yields is one object, filled anew each time: copy what must outlast the step.
 * Throws TareError 'folder' when the file isn't one of Tare's, is of another version, damaged or cut short; damage
 * is found (by checksum) before any of the row group's records is yielded.
 *
 * @example
 * for await (const record of readRecords('runs/first/records.parquet')) {
 *   if (record.status !== 'ok') console.log(record.requestId, record.status, record.error)
 * }
 */
export async function* readRecords(path: string): AsyncGenerator<RequestRecord, void, void> {
  const file = await openFile(path)
  try {
    const metadata = await readFooter(file, path)
    const checksums = (keyValue(metadata, metadataKeys.groupChecksums) ?? '').split(',')
    const record = emptyRecord()
    let start = magicBytes
    for (const [index, group] of metadata.row_groups.entries()) {
      const length = Number(group.total_compressed_size)
      const fill = await readGroup(file, path, metadata, index, start, length, Number(checksums[index]))
      for (let row = 0; row < Number(group.num_rows); row++) {
        fill(row, record)
        yield record
      }
      start += length
    }
  } finally {
    await file.close()
  }
}

/** What a records file says of itself. Throws as `readRecords`. */
export async function readRecordsMetadata(
  path: string,
): Promise<RecordsMetadata & { readonly rows: number }> {
  const file = await openFile(path)
  try {
    const metadata = await readFooter(file, path)
    return {
      runId: keyValue(metadata, metadataKeys.runId) ?? '',
      epochUnixNs: BigInt(keyValue(metadata, metadataKeys.epochUnixNs) ?? 0),
      rows: Number(metadata.num_rows),
    }
  } finally {
    await file.close()
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw new TareError('folder', `can't read ${path}: ${(cause as Error).message}`, { cause })
  }
}

async function readFooter(file: FileHandle, path: string): Promise<FileMetaData> {
  const { size } = await file.stat()
  if (size < magicBytes + tailBytes) throw damaged(path)
  const tail = await readBytes(file, path, size - tailBytes, tailBytes)
  const start = size - tailBytes - tail.readUInt32LE(0) - 4
  if (tail.toString('latin1', 4) !== 'PAR1' || start < magicBytes) throw damaged(path)
  const footer = await readBytes(file, path, start, size - start)
  if (footer.readUInt32LE(0) !== crc32(footer.subarray(4))) throw damaged(path)
  const metadata = parquetMetadata(footer.subarray(4))
  const schema = keyValue(metadata, metadataKeys.schema)
  if (schema === recordsSchema) return metadata
  throw new TareError(
    'folder',
    `${path} has records of version ${schema}; this Tare reads ${recordsSchema}`,
    {
      hint: 'Use the version of Tare that made the run.',
    },
  )
}

async function readGroup(
  file: FileHandle,
  path: string,
  metadata: FileMetaData,
  index: number,
  start: number,
  length: number,
  checksum: number,
): Promise<FillFromRow> {
  const bytes = await readBytes(file, path, start, length)
  if (crc32(bytes) !== checksum) throw damaged(path)
  try {
    return await readRowGroup(metadata, index, bytes.buffer, start)
  } catch (cause) {
    throw damaged(path, cause)
  }
}

/** Exactly these bytes, in a buffer of their own. */
async function readBytes(
  file: FileHandle,
  path: string,
  start: number,
  length: number,
): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.from(new ArrayBuffer(length))
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(bytes, at, length - at, start + at)
    if (bytesRead === 0) throw damaged(path)
    at += bytesRead
  }
  return bytes
}

function keyValue(metadata: FileMetaData, key: string): string | undefined {
  return metadata.key_value_metadata?.find((pair) => pair.key === key)?.value
}

function damaged(path: string, cause?: unknown): TareError {
  return new TareError('folder', `${path} isn't a file of Tare's records, or is damaged or cut short`, {
    hint: 'If the run still has its spool folder, `tare recover` makes the file anew.',
    cause,
  })
}
