import { gunzipSync } from 'node:zlib'
import { type DecodedArray, type FileMetaData, parquetRead } from 'hyparquet'
import { type Column, columns, gapsColumnName, isNumberColumn } from './columns.ts'
import { growTokens } from './record-codec.ts'
import type { RequestRecord } from './request-record.ts'

/** Fills a record from a row of the group. */
export type FillFromRow = (row: number, record: RequestRecord) => void

const compressors = {
  GZIP: (bytes: Uint8Array, length: number): Uint8Array =>
    gunzipSync(bytes, { maxOutputLength: Math.max(1, length) }),
}

/**
 * Reads the `index`-th row group, whose bytes are `[startByte, startByte + bytes.byteLength)` of the file.
 * Rejects when they aren't what the metadata says.
 */
export async function readRowGroup(
  metadata: FileMetaData,
  index: number,
  bytes: ArrayBuffer,
  startByte: number,
): Promise<FillFromRow> {
  const group = metadata.row_groups[index]!
  const present = new Set(metadata.schema.map(({ name }) => name))
  // An earlier version's file lacks the columns that came since: nobody noted them, so they are null.
  const isThere = (column: Column): boolean => !column.nullable || present.has(nameInParquet(column))
  const rows = Number(group.num_rows)
  const chunks = new Map<string, DecodedArray[]>()
  await parquetRead({
    file: {
      byteLength: startByte + bytes.byteLength,
      slice: (start, end = startByte + bytes.byteLength) => bytes.slice(start - startByte, end - startByte),
    },
    metadata: { ...metadata, num_rows: group.num_rows, row_groups: [group] },
    compressors,
    columns: columns.filter(isThere).map(nameInParquet),
    onChunk({ columnName, columnData }) {
      chunks.set(columnName, [...(chunks.get(columnName) ?? []), columnData])
    },
  })
  const dataOf = (name: string): DecodedArray => {
    const parts = chunks.get(name) ?? []
    const data =
      parts.length === 1 ? parts[0]! : parts.flatMap((part) => Array.from(part as ArrayLike<unknown>))
    if (data.length !== rows) throw new Error(`${name} has ${data.length} rows, not ${rows}`)
    return data
  }
  const fillers = columns
    .filter((column) => column.type !== 'times')
    .map((column) => fillerOf(column, isThere(column) ? dataOf(column.name) : Array<null>(rows).fill(null)))
  fillers.push(timesFiller(dataOf('token_events'), dataOf('first_token_ns'), dataOf(gapsColumnName)))
  return (row, record) => {
    for (const fill of fillers) fill(row, record)
  }
}

function nameInParquet(column: Column): string {
  return column.type === 'times' ? gapsColumnName : column.name
}

type FilledColumn = Exclude<Column, { type: 'times' }>
/** A record whose fields take whatever their columns hold, which is checked before. */
type Fields = Record<FilledColumn['field'], unknown>

/** Checks a column's values, so that filling can't fail, and returns what fills its field. */
function fillerOf(column: FilledColumn, data: DecodedArray): FillFromRow {
  const values = isNumberColumn(column) ? Array.from(data as ArrayLike<unknown>, toNumber) : data
  for (const value of values) {
    const fits = value === null ? column.nullable : isOf(column, value)
    if (!fits) throw new Error(`${column.name} holds ${value}`)
  }
  const { field } = column
  return (row, record: Fields) => {
    record[field] = values[row]
  }
}

function toNumber(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value)
}

function isOf(column: Column, value: unknown): boolean {
  switch (column.type) {
    case 'bool':
      return typeof value === 'boolean'
    case 'enum':
      return column.values.includes(value as string)
    case 'string':
      return typeof value === 'string'
    default:
      return typeof value === 'number'
  }
}

/** Fills the token times from their gaps, which begin at the first token. */
function timesFiller(counts: DecodedArray, firsts: DecodedArray, gaps: DecodedArray): FillFromRow {
  for (let row = 0; row < gaps.length; row++) {
    const expected = Math.max(0, Number(counts[row]) - 1)
    if (gaps[row].length !== expected)
      throw new Error(`row ${row} has ${gaps[row].length} gaps, not ${expected}`)
  }
  return (row, record) => {
    const count = Number(counts[row])
    if (count === 0) return
    growTokens(record, count)
    const ofRow = gaps[row] as ArrayLike<bigint>
    let at = Number(firsts[row])
    record.tokenNs[0] = at
    for (let i = 1; i < count; i++) {
      at += Number(ofRow[i - 1])
      record.tokenNs[i] = at
    }
  }
}
