import { readFileSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { emptyRecord } from './empty-record.ts'
import { snapshot } from './fixtures/arbitrary-record.ts'
import { temporaryFolder } from './fixtures/temporary-folder.ts'
import { spoolHeaderBytes } from './spool-format.ts'
import { SpoolReader } from './spool-reader.ts'
import { SpoolWriter } from './spool-writer.ts'

const path = temporaryFolder()
const header = { worker: 7, epochUnixNs: 1_790_000_000_123_456_789n }

/** A spool of records with these ids, each with `tokens` token times. */
function spool(ids: readonly string[], tokens = 0): string {
  const file = path()
  const writer = SpoolWriter.create(file, header)
  for (const requestId of ids) {
    const tokenNs = Float64Array.from({ length: tokens }, (_, i) => i)
    writer.append({ ...emptyRecord(), requestId, tokenNs, tokenEvents: tokens })
  }
  writer.close()
  return file
}

function ids(reader: SpoolReader): string[] {
  return Array.from(reader, (record) => record.requestId)
}

describe('SpoolReader', () => {
  test('gives worker and epoch, and every iteration begins anew', () => {
    const reader = new SpoolReader(spool(['a', 'b']))
    expect(reader.header).toMatchObject(header)
    expect(ids(reader)).toEqual(['a', 'b'])
    expect(ids(reader)).toEqual(['a', 'b'])
    reader.close()
  })

  test('yields one object, filled anew each time', () => {
    const reader = new SpoolReader(spool(['a', 'b']))
    expect(new Set(reader).size).toBe(1)
    reader.close()
  })

  test('reads records larger than its block', () => {
    const reader = new SpoolReader(spool(['a', 'b', 'c'], 400_000))
    const lengths = Array.from(reader, (record) => [record.requestId, snapshot(record).tokenNs.at(-1)])
    expect(lengths).toEqual([
      ['a', 399_999],
      ['b', 399_999],
      ['c', 399_999],
    ])
    expect(reader.droppedBytes).toBe(0)
    reader.close()
  })

  test('stops at a damaged frame and counts it and what follows', () => {
    const file = spool(['a', 'b', 'c'])
    const bytes = readFileSync(file)
    const frame = (bytes.length - spoolHeaderBytes) / 3
    bytes[spoolHeaderBytes + frame + 20]! ^= 1
    writeFileSync(file, bytes)
    const reader = new SpoolReader(file)
    expect(ids(reader)).toEqual(['a'])
    expect(reader.droppedBytes).toBe(2 * frame)
    reader.close()
  })

  test('a length that reaches beyond the file is damage, not a reason to allocate it', () => {
    const file = spool(['a', 'b'])
    const bytes = readFileSync(file)
    bytes.writeUInt32LE(0xfffffff0, spoolHeaderBytes)
    writeFileSync(file, bytes)
    const reader = new SpoolReader(file)
    expect(ids(reader)).toEqual([])
    expect(reader.droppedBytes).toBe(bytes.length - spoolHeaderBytes)
    reader.close()
  })

  test('blocks of zeroes, which a power cut leaves, are no records', () => {
    const file = spool(['a'])
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.alloc(4096)]))
    const reader = new SpoolReader(file)
    expect(ids(reader)).toEqual(['a'])
    expect(reader.droppedBytes).toBe(4096)
    reader.close()
  })

  test.each([0, 5, spoolHeaderBytes - 1])('a file of %i bytes has no header and no records', (length) => {
    const file = spool(['a'])
    writeFileSync(file, readFileSync(file).subarray(0, length))
    const reader = new SpoolReader(file)
    expect(reader.header).toBeNull()
    expect(ids(reader)).toEqual([])
    expect(reader.droppedBytes).toBe(length)
    reader.close()
  })

  test('a spool of another version is refused', () => {
    const file = spool(['a'])
    const bytes = readFileSync(file)
    bytes.writeUInt32LE(99, 8)
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 24)), 24)
    writeFileSync(file, bytes)
    expect(() => new SpoolReader(file)).toThrow(
      expect.objectContaining({ code: 'folder', message: expect.stringContaining('another version') }),
    )
  })

  test('a file that is not there is named', () => {
    expect(() => new SpoolReader('/nowhere/0.spool')).toThrow(/can't read \/nowhere\/0\.spool/)
  })
})
