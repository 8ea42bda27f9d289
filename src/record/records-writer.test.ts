import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parquetMetadataAsync } from 'hyparquet'
import { asyncBufferFromFile } from 'hyparquet/src/node.js'
import { describe, expect, test } from 'vitest'
import { emptyRecord } from './empty-record.ts'
import { temporaryFolder } from './fixtures/temporary-folder.ts'
import { readRecords } from './records-reader.ts'
import { RecordsWriter } from './records-writer.ts'
import type { RequestRecord } from './request-record.ts'

const path = temporaryFolder()
const metadata = { runId: 'run', epochUnixNs: 1n }

function recordWithTokens(index: number, tokens: number): RequestRecord {
  const tokenNs = Float64Array.from({ length: tokens }, (_, i) => index + i * 1000)
  const firstTokenNs = tokenNs[0] ?? null
  return { ...emptyRecord(), index, firstTokenNs, tokenNs, tokenEvents: tokens }
}

async function rowGroups(file: string): Promise<number[]> {
  const { row_groups } = await parquetMetadataAsync(await asyncBufferFromFile(file))
  return row_groups.map((group) => Number(group.num_rows))
}

describe('RecordsWriter', () => {
  test('the file has its name only once it is whole, and replaces a partial one', () => {
    const file = path('whole.parquet')
    writeFileSync(`${file}.partial`, 'left by a writer that died')
    const writer = new RecordsWriter(file, metadata)
    writer.append(emptyRecord())
    expect(existsSync(file)).toBe(false)
    writer.finish()
    expect(readdirSync(dirname(file)).filter((name) => name.startsWith('whole'))).toEqual(['whole.parquet'])
  })

  test('abandon leaves nothing', () => {
    const file = path('abandoned.parquet')
    const writer = new RecordsWriter(file, metadata)
    writer.append(emptyRecord())
    writer.abandon()
    expect(readdirSync(dirname(file)).filter((name) => name.startsWith('abandoned'))).toEqual([])
  })

  test('row groups are bounded by rows and by tokens', async () => {
    const many = path()
    const manyWriter = new RecordsWriter(many, metadata)
    for (let index = 0; index < 33_000; index++) manyWriter.append(recordWithTokens(index, 0))
    manyWriter.finish()
    expect(await rowGroups(many)).toEqual([32_768, 232])

    const long = path()
    const longWriter = new RecordsWriter(long, metadata)
    for (let index = 0; index < 5; index++) longWriter.append(recordWithTokens(index, 600_000))
    longWriter.finish()
    expect(await rowGroups(long)).toEqual([2, 2, 1])
    const tokens = []
    for await (const record of readRecords(long)) tokens.push(record.tokenNs[record.tokenEvents - 1])
    expect(tokens).toEqual([0, 1, 2, 3, 4].map((index) => index + 599_999_000))
  })

  test('times between nanoseconds are stored as whole ones', async () => {
    const file = path()
    const writer = new RecordsWriter(file, metadata)
    const tokenNs = Float64Array.of(10.4, 20.6, 30.5)
    writer.append({ ...emptyRecord(), endNs: 99.5, firstTokenNs: 10.4, tokenNs, tokenEvents: 3 })
    writer.finish()
    for await (const record of readRecords(file)) {
      expect([record.endNs, ...record.tokenNs.subarray(0, 3)]).toEqual([100, 10, 21, 31])
    }
  })

  test('token times that contradict first_token_ns are refused: the file could not give them back', () => {
    const writer = new RecordsWriter(path(), metadata)
    const record = { ...recordWithTokens(5, 3), firstTokenNs: 4 }
    expect(() => writer.append(record)).toThrow(expect.objectContaining({ code: 'internal' }))
    writer.abandon()
  })

  test.skipIf(!existsSync('/dev/full'))('says which file when the disk is full', () => {
    const file = path()
    symlinkSync('/dev/full', `${file}.partial`)
    const writer = new RecordsWriter(file, metadata)
    writer.append(emptyRecord())
    expect(() => writer.finish()).toThrow(
      expect.objectContaining({
        code: 'resources',
        message: `can't write ${file}.partial: the disk is full`,
      }),
    )
    writer.abandon()
    expect(existsSync(file)).toBe(false)
  })

  test('a folder that is not there is named', () => {
    expect(() => new RecordsWriter('/nowhere/records.parquet', metadata)).toThrow(/can't write \/nowhere/)
  })
})
