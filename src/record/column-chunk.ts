import { gzipSync } from 'node:zlib'
import type { ColumnChunk, PageHeader } from 'hyparquet'
import type { Writer } from 'hyparquet-writer'
import { ByteWriter } from 'hyparquet-writer'
import { writeColumn } from 'hyparquet-writer/src/column.js'
import { writePageHeader } from 'hyparquet-writer/src/datapage.js'
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js'
import { deltaBinaryPacked } from './delta-binary-packed.ts'
import { parquetSchema } from './parquet-schema.ts'

/** Compresses as fast as it goes: the spool's tail waits for it. */
function gzip(bytes: Uint8Array): Uint8Array {
  return gzipSync(bytes, { level: 1 })
}

export interface NumberChunk {
  /** Names from the column down to the leaf. */
  readonly path: readonly string[]
  readonly type: 'INT32' | 'INT64'
  readonly rows: number
  /** Those that aren't null, in order. */
  readonly values: Float64Array
  /** One of each a row, or a list's element or empty list; absent where the column can't be null or isn't a list. */
  readonly definitionLevels?: Uint8Array
  readonly repetitionLevels?: Uint8Array
}

/** Writes a column chunk of whole numbers as one page, delta-packed, gzipped only where that makes it smaller. */
export function writeNumberChunk(writer: Writer, chunk: NumberChunk): ColumnChunk {
  const levels = new ByteWriter()
  const entries = chunk.definitionLevels?.length ?? chunk.rows
  const repetitionBytes = appendLevels(levels, chunk.repetitionLevels)
  const definitionBytes = appendLevels(levels, chunk.definitionLevels)
  const packed = deltaBinaryPacked(chunk.values)
  const compressed = worthCompressing(chunk) ? gzip(packed) : packed
  const stored = compressed.length < packed.length ? compressed : packed
  const start = writer.offset
  const header: PageHeader = {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: levels.offset + packed.length,
    compressed_page_size: levels.offset + stored.length,
    data_page_header_v2: {
      num_values: entries,
      num_nulls: entries - chunk.values.length,
      num_rows: chunk.rows,
      encoding: 'DELTA_BINARY_PACKED',
      definition_levels_byte_length: definitionBytes,
      repetition_levels_byte_length: repetitionBytes,
      is_compressed: stored !== packed,
    },
  }
  writePageHeader(writer, header)
  const headerBytes = writer.offset - start
  writer.appendBytes(levels.getBytes())
  writer.appendBytes(stored)
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: chunk.type,
      encodings: ['DELTA_BINARY_PACKED', 'RLE'],
      path_in_schema: [...chunk.path],
      codec: 'GZIP',
      num_values: BigInt(entries),
      total_uncompressed_size: BigInt(headerBytes + levels.offset + packed.length),
      total_compressed_size: BigInt(writer.offset - start),
      data_page_offset: BigInt(start),
    },
  }
}

/** Gaps between tokens are noise below a width that packing has already found. */
function worthCompressing(chunk: NumberChunk): boolean {
  return chunk.repetitionLevels === undefined
}

/** All levels here are 0 or 1. */
function appendLevels(writer: ByteWriter, levels: Uint8Array | undefined): number {
  return levels === undefined ? 0 : writeRleBitPackedHybrid(writer, levels, 1)
}

/** Writes a column chunk of texts (with a dictionary where that pays) or booleans. */
export function writeOtherChunk(
  writer: Writer,
  name: string,
  values: (string | boolean | null)[],
): ColumnChunk {
  const element = parquetSchema.find((candidate) => candidate.name === name)!
  const nullable = element.repetition_type === 'OPTIONAL'
  const { chunk } = writeColumn({
    writer,
    column: {
      columnName: name,
      element,
      schemaPath: [parquetSchema[0]!, element],
      codec: 'GZIP',
      compressors: { GZIP: gzip },
      stats: false,
      pageSize: 2 ** 20,
      columnIndex: false,
      offsetIndex: false,
    },
    pageData: {
      values,
      definitionLevels: nullable ? values.map((value) => (value === null ? 0 : 1)) : [],
      repetitionLevels: [],
      maxDefinitionLevel: nullable ? 1 : 0,
    },
  })
  return chunk
}
