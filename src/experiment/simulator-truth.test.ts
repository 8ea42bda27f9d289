import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import { createTruthLog, type TruthRecord } from '../simulator/truth-log.ts'
import { readSimulatorTruth } from './simulator-truth.ts'

const path = temporaryFolder()

const reply: TruthRecord = {
  request_id: 'a',
  index: 0,
  stream: true,
  received_ns: 5,
  due_ns: [10, 20],
  token_ns: [11, 22],
  token_after_ns: [13, 25],
  end_ns: 30,
  prompt_tokens: 1,
  output_tokens: 2,
  cached_tokens: 0,
  queued_writes: 0,
  faults: [],
}

test("reads what the simulator's log wrote, from another epoch", async () => {
  const file = path()
  const epoch = 1_764_000_000_123_456_789n
  const log = createTruthLog(file, epoch)
  log.write(reply)
  log.write({ ...reply, request_id: 'broken', end_ns: null })
  await log.close()
  const truth = await readSimulatorTruth(file, epoch + 4n)
  expect(truth.get('a')).toEqual({
    dueNs: Float64Array.of(6, 16),
    beforeNs: Float64Array.of(7, 18),
    afterNs: Float64Array.of(9, 21),
    endNs: 26,
  })
  expect(truth.get('broken')!.endNs).toBeNull()
})

test.each([
  ['an empty file', ''],
  ['another file', 'hello\n'],
  ['JSON of another schema', '{"schema":"tare.records/1"}\n'],
  ['an epoch that is none', '{"schema":"tare.truth-log/1","epoch_unix_ns":"soon"}\n'],
])('refuses %s', async (_, content) => {
  const file = path()
  writeFileSync(file, content)
  await expect(readSimulatorTruth(file, 0n)).rejects.toMatchObject({ code: 'folder' })
})
