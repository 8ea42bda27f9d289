import { describe, expect, test } from 'vitest'
import { columns } from './columns.ts'
import { emptyRecord } from './empty-record.ts'
import { exportRecords } from './export-records.ts'
import { temporaryFolder } from './fixtures/temporary-folder.ts'
import { RecordsWriter } from './records-writer.ts'
import type { RequestRecord } from './request-record.ts'

const path = temporaryFolder()

async function exported(
  format: 'jsonl' | 'csv',
  records: readonly Partial<RequestRecord>[],
): Promise<string> {
  const file = path()
  const writer = new RecordsWriter(file, { runId: 'run', epochUnixNs: 1n })
  for (const record of records) writer.append({ ...emptyRecord(), ...record })
  writer.finish()
  let text = ''
  await exportRecords(file, format, (piece) => {
    text += piece
  })
  return text
}

const streamed: Partial<RequestRecord> = {
  requestId: 'run-1',
  sentNs: 5,
  firstTokenNs: 10,
  tokenNs: Float64Array.of(10, 30, 31),
  tokenEvents: 3,
  reused: true,
  error: 'a "quoted", long\r\nmessage\u2028 é 漢',
  session: '',
}

describe('exportRecords', () => {
  test('JSONL has one object a line with every column in order, absolute times and an array of them', async () => {
    const lines = (await exported('jsonl', [streamed, { requestId: 'run-2', status: 'reset' }])).split('\n')
    expect(lines.pop()).toBe('')
    const [first, second] = lines.map((line) => JSON.parse(line))
    expect(Object.keys(first)).toEqual(columns.map((column) => column.name))
    expect(first).toMatchObject({
      request_id: 'run-1',
      sent_ns: 5,
      token_ns: [10, 30, 31],
      reused: true,
      error: streamed.error,
      session: '',
      rtt_ns: null,
    })
    expect(second).toMatchObject({ request_id: 'run-2', token_ns: [], first_token_ns: null, status: 'reset' })
  })

  test('CSV has a header, quotes by RFC 4180, and tells null from an empty text', async () => {
    const [header, row] = parseCsv(await exported('csv', [streamed]))
    expect(header).toEqual(columns.map((column) => column.name))
    const field = (name: string): string | undefined => row?.[header!.indexOf(name)]
    expect(field('request_id')).toBe('run-1')
    expect(field('error')).toBe(`"${streamed.error!.replaceAll('"', '""')}"`)
    expect(field('session')).toBe('""')
    expect(field('finish_reason')).toBe('')
    expect(field('token_ns')).toBe('10;30;31')
    expect(field('reused')).toBe('true')
  })

  test('no records give no lines but the header', async () => {
    expect(await exported('jsonl', [])).toBe('')
    expect((await exported('csv', [])).split('\r\n')).toHaveLength(2)
  })

  test('the next piece waits for the last one to be written', async () => {
    const file = path()
    const writer = new RecordsWriter(file, { runId: 'run', epochUnixNs: 1n })
    for (let i = 0; i < 300; i++) writer.append({ ...emptyRecord(), requestId: `r-${i}` })
    writer.finish()
    let writing = 0
    let pieces = 0
    await exportRecords(file, 'jsonl', async () => {
      expect(writing++).toBe(0)
      await new Promise(setImmediate)
      writing--
      pieces++
    })
    expect(pieces).toBeGreaterThan(1)
  })
})

/** Fields as they stand, quotes included. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, field, end] of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n)/g)) {
    rows.at(-1)!.push(field!)
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(0, -1)
}
