import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { temporaryFolder } from './fixtures/temporary-folder.ts'
import { RecordsWriter } from './records-writer.ts'

const folder = temporaryFolder()

test('a name that is taken by a folder is the error shown, also after abandon', () => {
  const path = folder()
  mkdirSync(path)
  const writer = new RecordsWriter(path, { runId: 'r', epochUnixNs: 0n })
  expect(() => writer.finish()).toThrow(TareError)
  expect(() => writer.abandon()).not.toThrow()
})
