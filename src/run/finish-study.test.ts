import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { emptyRecord } from '../record/empty-record.ts'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import { readRecords } from '../record/records-reader.ts'
import { SpoolWriter } from '../record/spool-writer.ts'
import { finishStudy, readWorkerStudies } from './finish-study.ts'
import { type RunFolder, runFolder, spoolPath, twinSpoolPath, workerResultPath } from './run-folder.ts'

const pathIn = temporaryFolder()
const study = { turnEvents: { n: 1, sum: 2, squares: 4 }, cpuNs: 5, elapsedNs: 6 }

/** A folder whose workers spooled, worker by worker, twins that ended at these times. */
function folderWith(endings: readonly (readonly number[])[]): RunFolder {
  const folder = runFolder(pathIn())
  mkdirSync(folder.spool, { recursive: true })
  for (const [worker, ends] of endings.entries()) {
    const spool = SpoolWriter.create(twinSpoolPath(folder, worker), { worker, epochUnixNs: 7n })
    for (const endNs of ends) spool.append({ ...emptyRecord(), requestId: `${worker}-${endNs}`, endNs })
    spool.close()
    writeFileSync(workerResultPath(folder, worker), JSON.stringify({ study }))
  }
  return folder
}

test('merges the twins of all workers into a records file, and keeps what workers say of themselves', async () => {
  const folder = folderWith([[10, 30], [20]])
  finishStudy(folder, 'the-run', 7n)
  const ids: string[] = []
  for await (const { requestId } of readRecords(folder.recordsUser)) ids.push(requestId)
  expect(ids).toEqual(['0-10', '1-20', '0-30'])
  expect(readWorkerStudies(folder)).toEqual([study, study])
})

test('a worker’s account that was cut short costs no more than itself', () => {
  const folder = folderWith([[10], [20]])
  writeFileSync(workerResultPath(folder, 1), '{"study":{"turn')
  finishStudy(folder, 'the-run', 7n)
  expect(readWorkerStudies(folder)).toEqual([study])
})

test('leaves nothing in a run that was no study, which then can’t be read as one', () => {
  const folder = runFolder(pathIn())
  mkdirSync(folder.spool, { recursive: true })
  SpoolWriter.create(spoolPath(folder, 0), { worker: 0, epochUnixNs: 7n }).close()
  finishStudy(folder, 'the-run', 7n)
  expect([existsSync(folder.recordsUser), existsSync(folder.study)]).toEqual([false, false])
  expect(() => readWorkerStudies(folder)).toThrow(expect.objectContaining({ code: 'folder' }))
})
