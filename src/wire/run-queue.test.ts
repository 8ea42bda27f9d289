import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { RunQueue } from './run-queue.ts'

test('reads the wait for a core again each time, and says nothing where there is nothing to read', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'tare-run-queue-')), 'schedstat')
  writeFileSync(file, '0 2244743 1\n')
  const runQueue = new RunQueue(file)
  expect(runQueue.waitedNs()).toBe(2244743)
  writeFileSync(file, '0 9999999999 2\n')
  expect(runQueue.waitedNs()).toBe(9999999999)
  writeFileSync(file, 'nonsense')
  expect(runQueue.waitedNs()).toBeNull()
  runQueue.close()
  expect(new RunQueue(`${file}.missing`).waitedNs()).toBeNull()
})
