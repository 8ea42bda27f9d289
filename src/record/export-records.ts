import { columns } from './columns.ts'
import { csvField } from './csv-field.ts'
import { readRecords } from './records-reader.ts'
import type { RequestRecord } from './request-record.ts'

const exportFormats = ['jsonl', 'csv'] as const
export type ExportFormat = (typeof exportFormats)[number]

const chunkLength = 1 << 16

/**
 * Writes a records file as text, one record a line, in pieces of some 64 KiB, each awaited. JSONL: an object by the
 * columns' names, times in nanoseconds since the run's epoch, token_ns an array. CSV (RFC 4180, with a header): the
 * same columns; null is empty and an empty text is "", token_ns is joined by semicolons.
 * Throws as `readRecords`, and whatever `write` throws.
 */
export async function exportRecords(
  path: string,
  format: ExportFormat,
  write: (text: string) => void | Promise<void>,
): Promise<void> {
  const lineOf = format === 'csv' ? csvLine : jsonLine
  let text = format === 'csv' ? `${columns.map((column) => column.name).join(',')}\r\n` : ''
  for await (const record of readRecords(path)) {
    text += lineOf(record)
    if (text.length < chunkLength) continue
    await write(text)
    text = ''
  }
  if (text !== '') await write(text)
}

function jsonLine(record: RequestRecord): string {
  const members = columns.map((column) => {
    const value =
      column.type === 'times' ? `[${tokenTimes(record).join(',')}]` : JSON.stringify(record[column.field])
    return `"${column.name}":${value}`
  })
  return `{${members.join(',')}}\n`
}

function csvLine(record: RequestRecord): string {
  const fields = columns.map((column) =>
    column.type === 'times' ? tokenTimes(record).join(';') : csvField(record[column.field]),
  )
  return `${fields.join(',')}\r\n`
}

function tokenTimes(record: RequestRecord): Float64Array {
  return record.tokenNs.subarray(0, record.tokenEvents)
}
