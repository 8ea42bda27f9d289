import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { expectSchema } from '../../../test/support/schema.ts'
import type { ScaleChange } from '../../metrics/scale-storm/scale-change.ts'
import { createRunFolder, type RunFolder } from '../run-folder.ts'
import { keepScaleChange, readScaleChanges } from './scale-changes-file.ts'

function folder(): RunFolder {
  const root = mkdtempSync(join(tmpdir(), 'tare-storm-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  return createRunFolder(join(root, 'run'))
}

const settled: ScaleChange = {
  workers: 1,
  fromWorkers: 4,
  outcome: 'settled',
  dueNs: 15e9,
  askedNs: 15.001e9,
  answeredNs: 15.2e9,
  endedNs: 15.5e9,
  readWorkers: 1,
  error: null,
}
const none = { answeredNs: null, readWorkers: null }
const failed: ScaleChange = { ...settled, ...none, outcome: 'failed', error: 'two\nlines', fromWorkers: null }

test('holds what was kept, a line each, as its schema says', () => {
  const run = folder()
  expect(readScaleChanges(run)).toEqual([])
  for (const change of [settled, failed]) keepScaleChange(run, change)
  expect(readScaleChanges(run)).toEqual([settled, failed])
  const lines = readFileSync(run.scaleChanges, 'utf8').trimEnd().split('\n')
  expect(lines).toHaveLength(2)
  for (const line of lines) expectSchema('scale-change', JSON.parse(line))
})

test('of a run that was killed lacks the line that it was in; any other damage is an error', () => {
  const run = folder()
  keepScaleChange(run, settled)
  appendFileSync(run.scaleChanges, '{"workers": 2, "due_')
  expect(readScaleChanges(run)).toEqual([settled])
  appendFileSync(run.scaleChanges, '\n')
  expect(() => readScaleChanges(run)).toThrow(/scale-changes\.ndjson:2 is damaged/)
})
