import type { RowGroup } from 'hyparquet'
import type { Writer } from 'hyparquet-writer'
import { TareError } from '../errors.ts'
import { writeNumberChunk, writeOtherChunk } from './column-chunk.ts'
import { columns, gapsColumnName, isNumberColumn } from './columns.ts'
import { Float64List } from './float64-list.ts'
import type { RequestRecord } from './request-record.ts'

/** A group is written once it has this many rows or token gaps: what bounds the memory of writer and reader. */
const groupRows = 32_768
const groupGaps = 1_000_000

/** Gathers records by column until they make a row group of a Parquet file, and writes it. */
export class RowGroupBuilder {
  readonly #numbers = columns
    .filter(isNumberColumn)
    .map((column) => ({ column, values: new Float64List(), definitionLevels: new Uint8Array(groupRows) }))
  readonly #others = columns
    .filter((column) => column.type === 'bool' || column.type === 'enum' || column.type === 'string')
    .map((column) => ({ column, values: [] as (string | boolean | null)[] }))
  readonly #gaps = new Float64List()
  /** How many gaps each row has. */
  readonly #gapCounts = new Float64List()

  get rows(): number {
    return this.#gapCounts.length
  }

  isFull(): boolean {
    return this.rows >= groupRows || this.#gaps.length >= groupGaps
  }

  /** Adds a record when the group isn't full. Times are stored as whole nanoseconds. */
  add(record: RequestRecord): void {
    const row = this.rows
    for (const { column, values, definitionLevels } of this.#numbers) {
      const value = record[column.field]
      definitionLevels[row] = value === null ? 0 : 1
      if (value !== null) values.push(Math.round(value))
    }
    for (const { column, values } of this.#others) values.push(record[column.field])
    this.#addGaps(record)
  }

  #addGaps(record: RequestRecord): void {
    const { tokenNs, tokenEvents, firstTokenNs } = record
    this.#gapCounts.push(Math.max(0, tokenEvents - 1))
    if (tokenEvents === 0) return
    let before = Math.round(tokenNs[0]!)
    if (firstTokenNs === null || before !== Math.round(firstTokenNs)) {
      throw new TareError(
        'internal',
        `request ${record.requestId}: first_token_ns is ${firstTokenNs} and the first of token_ns ${before}`,
      )
    }
    this.#gaps.reserve(tokenEvents - 1)
    for (let i = 1; i < tokenEvents; i++) {
      const at = Math.round(tokenNs[i]!)
      this.#gaps.push(at - before)
      before = at
    }
  }

  /** Writes what was gathered as one row group and starts afresh. */
  write(writer: Writer): RowGroup {
    const rows = this.rows
    const start = writer.offset
    const chunks = new Map(
      this.#numbers.map(({ column, values, definitionLevels }) => [
        column.name,
        writeNumberChunk(writer, {
          path: [column.name],
          type: column.type === 'f64' ? 'INT64' : 'INT32',
          rows,
          values: values.values(),
          ...(column.nullable ? { definitionLevels: definitionLevels.subarray(0, rows) } : {}),
        }),
      ]),
    )
    for (const { column, values } of this.#others) {
      chunks.set(column.name, writeOtherChunk(writer, column.name, values))
    }
    chunks.set('token_ns', this.#writeGaps(writer))
    this.#clear()
    const inOrder = columns.map((column) => chunks.get(column.name)!)
    return {
      columns: inOrder,
      num_rows: BigInt(rows),
      total_byte_size: inOrder.reduce((sum, { meta_data }) => sum + meta_data!.total_uncompressed_size, 0n),
      total_compressed_size: BigInt(writer.offset - start),
    }
  }

  #writeGaps(writer: Writer): ReturnType<typeof writeNumberChunk> {
    const counts = this.#gapCounts.values()
    const entries = counts.reduce((sum, count) => sum + Math.max(1, count), 0)
    const definitionLevels = new Uint8Array(entries).fill(1)
    const repetitionLevels = new Uint8Array(entries).fill(1)
    let entry = 0
    for (const count of counts) {
      repetitionLevels[entry] = 0
      if (count === 0) definitionLevels[entry] = 0
      entry += Math.max(1, count)
    }
    return writeNumberChunk(writer, {
      path: [gapsColumnName, 'list', 'element'],
      type: 'INT64',
      rows: counts.length,
      values: this.#gaps.values(),
      definitionLevels,
      repetitionLevels,
    })
  }

  #clear(): void {
    for (const { values } of this.#numbers) values.clear()
    for (const { values } of this.#others) values.length = 0
    this.#gaps.clear()
    this.#gapCounts.clear()
  }
}
