import { mkdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { CalibrationCitation } from '../../metrics/summary.ts'
import { temporaryFolder } from '../../record/fixtures/temporary-folder.ts'
import { bothOf, envelopeOf } from '../../trust/calibration/fixtures/envelope-of.ts'
import { virtualRun } from '../../trust/fixtures/virtual-run.ts'
import { describeEnvironment } from '../environment.ts'
import { planWith } from '../fixtures/plan-with.ts'
import { type RunFolder, runFolder } from '../run-folder.ts'
import { envelopeKey } from './envelope-key.ts'
import { envelopePath, writeEnvelope } from './envelope-store.ts'
import { withCitation } from './with-citation.ts'

const pathIn = temporaryFolder()
const plan = planWith()
const environment = describeEnvironment({ plan, commandLine: [] })
const key = envelopeKey(environment, 'kernel')
const { measured, workers } = virtualRun({ durationS: 10, workers: 2 })
// The smallest load that was calibrated is far above that of the run.
const points = bothOf(500, 38, { workers: 2 })

beforeEach(() => void vi.stubEnv('XDG_CACHE_HOME', pathIn()))
afterEach(() => void vi.unstubAllEnvs())

function folderWith(environmentJson: string): RunFolder {
  const folder = runFolder(pathIn())
  mkdirSync(folder.path, { recursive: true })
  writeFileSync(folder.environment, environmentJson)
  return folder
}

function citation(folder = folderWith(JSON.stringify(environment))): CalibrationCitation {
  const cited = withCitation(folder, plan, measured, workers)
  expect({ ...cited, instrument: { ...cited.instrument, calibration: null } }).toEqual({
    ...measured,
    instrument: { ...measured.instrument, calibration: null },
  })
  return cited.instrument.calibration
}

test('a run on a calibrated machine cites the envelope', () => {
  writeEnvelope(envelopeOf(points, { key }))
  expect(citation()).toMatchObject({
    state: 'inside',
    message: 'inside the calibrated envelope: ≤ 38 µs at p99.9',
  })
})

test('a run that is more than was calibrated is outside', () => {
  writeEnvelope(envelopeOf(bothOf(1, 38, { workers: 2, tokens_per_s: 10 }), { key }))
  expect(citation().message).toMatch(/^outside the calibrated envelope: .*tok\/s, calibrated up to 10/)
})

test('without an envelope, or with another machine’s, it says how to get one', () => {
  expect(citation().message).toBe('not calibrated on this machine: tare calibrate')
  writeEnvelope(envelopeOf(points, { key: { ...key, host_id: 'ffffffffffff' } }))
  expect(citation().message).toBe('not calibrated on this machine: tare calibrate')
})

test('with an envelope of an older Tare it says so', () => {
  writeEnvelope(envelopeOf(points, { key: { ...key, tare_version: '0.0.1' } }))
  expect(citation()).toMatchObject({
    state: 'none',
    message: `not calibrated with Tare ${key.tare_version} (0.0.1 was): tare calibrate`,
  })
})

test('a damaged envelope and a foreign one are ignored, and the run says so', () => {
  writeEnvelope(envelopeOf(points, { key }))
  writeFileSync(envelopePath(key), '{"schema":')
  expect(citation()).toMatchObject({ state: 'none', message: expect.stringContaining('is damaged') })
  writeFileSync(envelopePath(key), '{"schema":"tare.envelope/2"}')
  expect(citation()).toMatchObject({ state: 'none', message: expect.stringContaining('another version') })
})

test.each(['', '{', 'null', '{}', '{"host":{"id":"x"}}', '{"host":1,"cpu":2,"node":3,"tare_version":4}'])(
  'an environment.json of %j costs the run no more than the citation',
  (text) => {
    expect(citation(folderWith(text)).state).toBe('none')
  },
)
