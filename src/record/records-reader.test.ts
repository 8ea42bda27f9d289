import { readFileSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { describe, expect, test } from 'vitest'
import { emptyRecord } from './empty-record.ts'
import { temporaryFolder } from './fixtures/temporary-folder.ts'
import { readRecords, readRecordsMetadata } from './records-reader.ts'
import { RecordsWriter } from './records-writer.ts'

const path = temporaryFolder()

function recordsFile(rows: number): string {
  const file = path()
  const writer = new RecordsWriter(file, { runId: 'run', epochUnixNs: 1n })
  for (let index = 0; index < rows; index++) {
    const tokenNs = Float64Array.of(index, index + 9)
    writer.append({
      ...emptyRecord(),
      requestId: `r-${index}`,
      index,
      firstTokenNs: index,
      tokenNs,
      tokenEvents: 2,
    })
  }
  writer.finish()
  return file
}

/** Gives a column a name that nobody knows, as if the file were of a version that hadn't that column. */
function withoutColumn(file: string, name: string): void {
  const bytes = readFileSync(file)
  const tail = bytes.length - 8
  const footer = tail - bytes.readUInt32LE(tail)
  const renamed = bytes.toString('latin1', footer, tail).replaceAll(name, 'x'.repeat(name.length))
  bytes.write(renamed, footer, 'latin1')
  bytes.writeUInt32LE(crc32(bytes.subarray(footer)), footer - 4)
  writeFileSync(file, bytes)
}

async function count(file: string): Promise<number> {
  let rows = 0
  for await (const _ of readRecords(file)) rows++
  return rows
}

describe('readRecords', () => {
  test('a column that came after the file was written is null, unless nothing can be said without it', async () => {
    const file = recordsFile(3)
    withoutColumn(file, 'prompt_hash')
    const hashes: (number | null)[] = []
    for await (const { promptHash, index } of readRecords(file)) hashes.push(promptHash, index)
    expect(hashes).toEqual([null, 0, null, 1, null, 2])
    withoutColumn(file, 'planned_ns')
    await expect(count(file)).rejects.toThrow('damaged')
  })

  test('yields one object, filled anew each time', async () => {
    const seen = new Set()
    for await (const record of readRecords(recordsFile(3))) seen.add(record)
    expect(seen.size).toBe(1)
  })

  test('a file cut short anywhere is refused', async () => {
    const bytes = readFileSync(recordsFile(10))
    for (let length = 0; length < bytes.length; length += 97) {
      const file = path()
      writeFileSync(file, bytes.subarray(0, length))
      await expect(count(file)).rejects.toMatchObject({
        code: 'folder',
        message: expect.stringContaining(file),
      })
    }
  })

  test('a file damaged anywhere is refused, and gives no record of the damaged part', async () => {
    const bytes = readFileSync(recordsFile(10))
    // The first four bytes are Parquet's magic number, which says nothing.
    for (let at = 4; at < bytes.length; at += 31) {
      const file = path()
      const damaged = Buffer.from(bytes)
      damaged[at]! ^= 0x55
      writeFileSync(file, damaged)
      let rows = 0
      const reading = async (): Promise<void> => {
        for await (const _ of readRecords(file)) rows++
      }
      await expect(reading()).rejects.toMatchObject({ name: 'TareError', code: 'folder' })
      expect(rows).toBe(0)
    }
  })

  test('another Parquet file is refused', async () => {
    const file = path()
    writeFileSync(file, Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'a', data: [1, 2, 3] }] })))
    await expect(count(file)).rejects.toThrow("isn't a file of Tare's records")
  })

  test('records of another version are refused, with both versions', async () => {
    const file = recordsFile(1)
    const bytes = readFileSync(file)
    bytes.write('tare.records/9', bytes.indexOf('tare.records/1'))
    const start = bytes.length - 8 - bytes.readUInt32LE(bytes.length - 8)
    bytes.writeUInt32LE(crc32(bytes.subarray(start)), start - 4)
    writeFileSync(file, bytes)
    await expect(readRecordsMetadata(file)).rejects.toThrow(
      /version tare\.records\/9; this Tare reads tare\.records\/1/,
    )
  })

  test('a file that is not there is named', async () => {
    await expect(count('/nowhere/records.parquet')).rejects.toThrow(/can't read \/nowhere\/records\.parquet/)
  })
})
