import { openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { arbitraryRecord, snapshot } from './fixtures/arbitrary-record.ts'
import { temporaryFolder } from './fixtures/temporary-folder.ts'
import type { RequestRecord } from './request-record.ts'
import { SpoolReader } from './spool-reader.ts'
import { SpoolWriter } from './spool-writer.ts'
import type { WriteBytes } from './write-bytes.ts'

const path = temporaryFolder()
const header = { worker: 3, epochUnixNs: 1_790_000_000_123_456_789n }

function writeSpool(records: readonly RequestRecord[]): string {
  const file = path()
  const writer = SpoolWriter.create(file, header)
  for (const record of records) {
    writer.append(record)
    if (record.index % 2 === 0) writer.flush()
  }
  writer.close()
  return file
}

function readSpool(file: string): { records: ReturnType<typeof snapshot>[]; droppedBytes: number } {
  const reader = new SpoolReader(file)
  const records = Array.from(reader, snapshot)
  reader.close()
  return { records, droppedBytes: reader.droppedBytes }
}

test('what was appended is read back, to the last bit', () => {
  fc.assert(
    fc.property(fc.array(arbitraryRecord(), { maxLength: 20 }), (records) => {
      const { records: read, droppedBytes } = readSpool(writeSpool(records))
      expect(read).toEqual(records.map(snapshot))
      expect(droppedBytes).toBe(0)
    }),
    { numRuns: 60 },
  )
})

const damage = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bits: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('truncate' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('zero' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 4000 }) }),
  fc.record({ kind: fc.constant('append' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 900 }) }),
)

test('a damaged spool gives a prefix of its records, or one clear error', () => {
  const one = arbitraryRecord(20)
  fc.assert(
    fc.property(
      fc.array(one, { minLength: 1, maxLength: 6 }),
      fc.array(damage, { minLength: 1, maxLength: 3 }),
      (records, damages) => {
        const file = writeSpool(records)
        let bytes = readFileSync(file)
        const intact = Buffer.from(bytes)
        for (const change of damages) {
          if (change.kind === 'append') bytes = Buffer.concat([bytes, change.bytes])
          else if (change.kind === 'truncate') bytes = bytes.subarray(0, change.at % (bytes.length + 1))
          else if (bytes.length > 0) {
            const at = change.at % bytes.length
            if (change.kind === 'flip') bytes[at]! ^= change.bits
            else bytes.fill(0, at, Math.min(at + change.length, bytes.length))
          }
        }
        writeFileSync(file, bytes)
        let outcome: ReturnType<typeof readSpool>
        try {
          outcome = readSpool(file)
        } catch (error) {
          expect(error).toBeInstanceOf(TareError)
          return
        }
        expect(outcome.records).toEqual(records.slice(0, outcome.records.length).map(snapshot))
        if (outcome.records.length < records.length) {
          expect(outcome.droppedBytes > 0 || bytes.length < intact.length).toBe(true)
        }
      },
    ),
    { numRuns: 400 },
  )
})

/** A disk that takes at most so many bytes at a time, and is full where it says 0. */
function stutter(lengths: Iterator<number>): WriteBytes {
  return (fd, bytes, offset, length) => {
    const most = lengths.next().value as number
    if (most === 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    return writeSync(fd, bytes, offset, Math.min(length, most))
  }
}

test('short writes are continued; a writer that failed leaves whole records and carries on where it stopped', () => {
  const length = fc.integer({ min: 0, max: 400 })
  fc.assert(
    fc.property(
      fc.array(arbitraryRecord(20), { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(length),
      (records, lengths) => {
        const file = path()
        const writer = new SpoolWriter(openSync(file, 'ax'), file, header, stutter(lengths))
        for (const [i, record] of records.entries()) {
          writer.append(record)
          for (let done = false; !done; ) {
            try {
              writer.flush()
              done = true
            } catch (error) {
              expect(error).toMatchObject({ code: 'resources', message: expect.stringContaining(file) })
              expect(readSpool(file).records).toEqual(records.slice(0, i).map(snapshot))
            }
          }
        }
        writer.close()
        expect(readSpool(file).records).toEqual(records.map(snapshot))
      },
    ),
    { numRuns: 40 },
  )
})
