import { columns, type EnumColumn, type NumberField, type TextField } from './columns.ts'
import type { RequestRecord } from './request-record.ts'

/*
 * A record's bytes: every f64, every i32, every enum (its position), every boolean, the length of every string,
 * all at fixed offsets; then the strings in UTF-8, then the token times as they lie in memory. Null is NaN,
 * -2^31 and 2^32 - 1. All little-endian, as is every machine that Node runs on but one.
 */
const nullInt = -0x80000000
const nullText = 0xffffffff

const doubles = columns.flatMap((column) => (column.type === 'f64' ? [column.field] : []))
const ints = columns.flatMap((column) => (column.type === 'i32' ? [column.field] : []))
const enums = columns.flatMap((column) => (column.type === 'enum' ? [column] : []))
const booleans = columns.flatMap((column) => (column.type === 'bool' ? [column.field] : []))
const texts = columns.flatMap((column) => (column.type === 'string' ? [column.field] : []))

const intsAt = doubles.length * 8
const enumsAt = intsAt + ints.length * 4
const booleansAt = enumsAt + enums.length
const textLengthsAt = booleansAt + booleans.length

/** Bytes of a record without strings and tokens: the least that any record takes. */
const fixedRecordBytes = textLengthsAt + texts.length * 4

type Numbers = Record<NumberField, number | null>
type Texts = Record<TextField, string | null>

/** The most bytes that a record can take. */
export function recordBytesAtMost(record: RequestRecord): number {
  let bytes = fixedRecordBytes + record.tokenEvents * 8
  // UTF-8 takes at most three bytes a UTF-16 unit.
  for (const field of texts) bytes += 3 * ((record as Texts)[field]?.length ?? 0)
  return bytes
}

/** Writes a record at `start`, where there must be room (`recordBytesAtMost`), and returns the offset of its end. */
export function encodeRecord(record: RequestRecord, bytes: Buffer, view: DataView, start: number): number {
  const numbers = record as Numbers
  let at = start
  for (const field of doubles) {
    view.setFloat64(at, numbers[field] ?? Number.NaN, true)
    at += 8
  }
  for (const field of ints) {
    view.setInt32(at, numbers[field] ?? nullInt, true)
    at += 4
  }
  for (const column of enums) bytes[at++] = enumPosition(record, column)
  for (const field of booleans) bytes[at++] = record[field] ? 1 : 0
  let end = start + fixedRecordBytes
  for (const field of texts) {
    const text = (record as Texts)[field]
    const length = text === null ? nullText : text === '' ? 0 : bytes.write(text, end)
    view.setUint32(at, length, true)
    at += 4
    if (length !== nullText) end += length
  }
  const tokens = record.tokenNs
  bytes.set(new Uint8Array(tokens.buffer, tokens.byteOffset, record.tokenEvents * 8), end)
  return end + record.tokenEvents * 8
}

function enumPosition(record: RequestRecord, column: EnumColumn): number {
  const position = column.values.indexOf((record as Texts)[column.field] ?? '')
  if (position < 0) throw new RangeError(`${column.name} can't be ${(record as Texts)[column.field]}`)
  return position
}

/**
 * Reads the record that fills `[start, end)` into `record`, whose token array grows as needed. Returns false, with
 * `record` in pieces, when the bytes aren't a record.
 */
export function decodeRecord(
  bytes: Buffer,
  view: DataView,
  start: number,
  end: number,
  record: RequestRecord,
): boolean {
  if (end - start < fixedRecordBytes) return false
  const numbers = record as Numbers
  let at = start
  for (const field of doubles) {
    const value = view.getFloat64(at, true)
    numbers[field] = Number.isNaN(value) ? null : value
    at += 8
  }
  for (const field of ints) {
    const value = view.getInt32(at, true)
    numbers[field] = value === nullInt ? null : value
    at += 4
  }
  for (const column of enums) {
    const value = column.values[bytes[at++]!]
    if (value === undefined) return false
    ;(record as Texts)[column.field] = value
  }
  for (const field of booleans) record[field] = bytes[at++] === 1
  let textAt = start + fixedRecordBytes
  for (const field of texts) {
    const length = view.getUint32(at, true)
    at += 4
    if (length === nullText) {
      ;(record as Texts)[field] = null
    } else {
      if (textAt + length > end) return false
      ;(record as Texts)[field] = length === 0 ? '' : bytes.toString('utf8', textAt, textAt + length)
      textAt += length
    }
  }
  return decodeTokens(bytes, textAt, end, record)
}

function decodeTokens(bytes: Buffer, start: number, end: number, record: RequestRecord): boolean {
  if (end - start !== record.tokenEvents * 8) return false
  growTokens(record, record.tokenEvents)
  new Uint8Array(record.tokenNs.buffer).set(bytes.subarray(start, end))
  return true
}

/** Makes room for `count` token times in a record that owns its array; what the array held is lost. */
export function growTokens(record: RequestRecord, count: number): void {
  if (record.tokenNs.length < count) record.tokenNs = new Float64Array(Math.max(256, 2 * count))
}
