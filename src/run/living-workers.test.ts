import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import { livingWorkers } from './living-workers.ts'
import { logEvent, type RunFolder, runFolder } from './run-folder.ts'

const pathIn = temporaryFolder()

function newFolder(): RunFolder {
  const folder = runFolder(pathIn())
  mkdirSync(folder.path)
  return folder
}

test('a run without a log, or that never started, has none', () => {
  const folder = newFolder()
  expect(livingWorkers(folder)).toEqual([])
  logEvent(folder, 'something')
  appendFileSync(folder.log, '{"cut sho')
  expect(livingWorkers(folder)).toEqual([])
})

test('those that its log names, until they end', async () => {
  const folder = newFolder()
  const worker = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)', 'worker/main.js'])
  await once(worker, 'spawn')
  logEvent(folder, 'start', { workers: [worker.pid] })
  expect(livingWorkers(folder)).toEqual([worker.pid])
  worker.kill('SIGKILL')
  await once(worker, 'close')
  expect(livingWorkers(folder)).toEqual([])
})

test.runIf(process.platform === 'linux')('a process that got the id of a dead worker is none', () => {
  const folder = newFolder()
  writeFileSync(folder.log, `${JSON.stringify({ event: 'start', workers: [process.pid] })}\n`)
  expect(livingWorkers(folder)).toEqual([])
})
