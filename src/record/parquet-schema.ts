import type { SchemaElement } from 'hyparquet'
import { type Column, columns, gapsColumnName } from './columns.ts'

/** Version of records.parquet's columns; its file says so under the key `tare.schema`. */
export const recordsSchema = 'tare.records/1'

/**
 * Keys of the file's own metadata.
 *
 * So that damage is always noticed, and never decoded, the file carries checksums that Parquet readers pass over:
 * the CRC-32 of each row group's bytes, in decimal and joined by commas, under `groupChecksums`; and that of the
 * footer (metadata, its length, magic) in the four bytes before it, little-endian.
 */
export const metadataKeys = {
  schema: 'tare.schema',
  epochUnixNs: 'tare.epoch_unix_ns',
  runId: 'tare.run_id',
  groupChecksums: 'tare.row_groups_crc32',
} as const

/** The schema of records.parquet: a root, then every column in order; the gaps as a list of three levels. */
export const parquetSchema: readonly SchemaElement[] = [
  { name: 'record', num_children: columns.length },
  ...columns.flatMap(elementsOf),
]

function elementsOf(column: Column): SchemaElement[] {
  const { name } = column
  const repetition_type = column.nullable ? 'OPTIONAL' : 'REQUIRED'
  switch (column.type) {
    case 'f64':
      return [{ name, type: 'INT64', repetition_type }]
    case 'i32':
      return [{ name, type: 'INT32', repetition_type }]
    case 'bool':
      return [{ name, type: 'BOOLEAN', repetition_type }]
    case 'enum':
    case 'string':
      return [
        {
          name,
          type: 'BYTE_ARRAY',
          converted_type: 'UTF8',
          logical_type: { type: 'STRING' },
          repetition_type,
        },
      ]
    case 'times':
      return [
        { name: gapsColumnName, repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        { name: 'element', type: 'INT64', repetition_type: 'REQUIRED' },
      ]
  }
}
