import { existsSync, openSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { emptyRecord } from './empty-record.ts'
import { temporaryFolder } from './fixtures/temporary-folder.ts'
import { SpoolReader } from './spool-reader.ts'
import { SpoolWriter } from './spool-writer.ts'

const path = temporaryFolder()
const header = { worker: 0, epochUnixNs: 1n }

describe('SpoolWriter', () => {
  test('refuses a file that exists', () => {
    const file = path()
    SpoolWriter.create(file, header).close()
    expect(() => SpoolWriter.create(file, header)).toThrow(expect.objectContaining({ code: 'resources' }))
  })

  test('what was flushed is in the file while the writer is still open; what was only appended is not', () => {
    const file = path()
    const writer = SpoolWriter.create(file, header)
    writer.append({ ...emptyRecord(), requestId: 'flushed' })
    writer.flush()
    writer.append({ ...emptyRecord(), requestId: 'appended' })
    const reader = new SpoolReader(file)
    expect(Array.from(reader, (record) => record.requestId)).toEqual(['flushed'])
    reader.close()
    writer.close()
  })

  test.skipIf(!existsSync('/dev/full'))('says which file when the disk is full, and what is kept', () => {
    const writer = new SpoolWriter(openSync('/dev/full', 'w'), '/run/spool/0.spool', header)
    writer.append(emptyRecord())
    expect(() => writer.flush()).toThrow(
      expect.objectContaining({
        code: 'resources',
        message: "can't write /run/spool/0.spool: the disk is full",
        hint: expect.stringContaining('Requests that had finished are kept'),
      }),
    )
    expect(() => writer.close()).toThrow('the disk is full')
    expect(() => writer.close()).not.toThrow()
  })

  test('a folder that is not there is named', () => {
    expect(() => SpoolWriter.create('/nowhere/0.spool', header)).toThrow(/can't write \/nowhere\/0\.spool/)
  })

  test('a record with a status that no column knows is an error, and leaves the file as it was', () => {
    const file = path()
    const writer = SpoolWriter.create(file, header)
    const bad = { ...emptyRecord(), status: 'exploded' as 'ok' }
    expect(() => writer.append(bad)).toThrow("status can't be exploded")
    writer.append(emptyRecord())
    writer.close()
    const reader = new SpoolReader(file)
    expect([...reader]).toHaveLength(1)
    expect(reader.droppedBytes).toBe(0)
    reader.close()
    expect(readFileSync(file).length).toBeGreaterThan(28)
  })
})
