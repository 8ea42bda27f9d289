import { expect, it } from 'vitest'
import { runFolderName } from './run-folder-name.ts'

const now = new Date('2026-01-31T23:59:58.999Z')

it.each([
  [null, null, 'simulator'],
  [null, 'http://localhost:8000', 'localhost-8000'],
  [null, 'http://[::1]:8000/p', '1-8000'],
  [null, 'unix:/run/llama.sock', 'llama.sock'],
  ['gpt-4o', 'http://h', 'gpt-4o'],
  ['meta-llama/Llama-3.1-8B', 'http://h', 'Llama-3.1-8B'],
  ['../../etc/..', 'http://h', 'h'],
  ['.hidden', null, 'hidden'],
  ['a b\\c:d*', null, 'a-b-c-d'],
  ['模型', null, 'simulator'],
  ['x'.repeat(500), null, 'x'.repeat(60)],
])('names the run of model %s at %s', (model, url, name) => {
  expect(runFolderName(now, { model, url })).toBe(`20260131-235958-${name}`)
})
