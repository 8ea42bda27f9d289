import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryRecord, snapshot } from './fixtures/arbitrary-record.ts'
import { temporaryFolder } from './fixtures/temporary-folder.ts'
import { readRecords, readRecordsMetadata } from './records-reader.ts'
import { RecordsWriter } from './records-writer.ts'

const path = temporaryFolder()

test('what was written is read back, gaps as the times they came from', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryRecord(), { maxLength: 40 }), fc.string(), async (records, runId) => {
      const file = path()
      const writer = new RecordsWriter(file, { runId, epochUnixNs: 1_790_000_000_123_456_789n })
      for (const record of records) writer.append(record)
      writer.finish()
      const read = []
      for await (const record of readRecords(file)) read.push(snapshot(record))
      expect(read).toEqual(records.map(snapshot))
      expect(await readRecordsMetadata(file)).toEqual({
        runId,
        epochUnixNs: 1_790_000_000_123_456_789n,
        rows: records.length,
      })
    }),
    { numRuns: 60 },
  )
})
