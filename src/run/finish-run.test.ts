import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { expect, test } from 'vitest'
import { closed, planOf, second } from '../load/fixtures/plan-of.ts'
import { writePlanYaml } from '../plan/plan-file.ts'
import { emptyRecord } from '../record/empty-record.ts'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import { SpoolWriter } from '../record/spool-writer.ts'
import { finishRun } from './finish-run.ts'
import { planWith } from './fixtures/plan-with.ts'
import { figuresAt } from './progress/fixtures/figures.ts'
import { reportRun } from './report-run.ts'
import { type RunFolder, runFolder, spoolPath, workerResultPath } from './run-folder.ts'
import { samplesSpoolPath } from './samples.ts'

const pathIn = temporaryFolder()
const plan = planWith(planOf([closed(1, 10 * second)]))
const ending = { runId: 'the-run', state: 'recovered', stoppedNs: null } as const

/** A run folder as it is when the last worker has ended: a spool of some requests, a second long each. */
function folderWith(requests: number): RunFolder {
  const folder = runFolder(pathIn())
  mkdirSync(folder.spool, { recursive: true })
  const spool = SpoolWriter.create(spoolPath(folder, 0), { worker: 0, epochUnixNs: 7n })
  for (let index = 0; index < requests; index++) {
    const [sentNs, endNs] = [index * second, (index + 1) * second]
    spool.append({ ...emptyRecord(), requestId: `r${index}`, index, plannedNs: sentNs, sentNs, endNs })
  }
  spool.close()
  return folder
}

test('makes a whole run of the spools, and removes them', async () => {
  const folder = folderWith(3)
  const summary = await finishRun(folder, plan, ending)
  expect(summary).toMatchObject({ run_id: 'the-run', epoch_unix_ns: '7', state: 'recovered' })
  expect(summary.load).toMatchObject({ sent: 3, ok: 3 })
  expect(JSON.parse(readFileSync(folder.summary, 'utf8'))).toEqual(JSON.parse(JSON.stringify(summary)))
  expect(existsSync(folder.records)).toBe(true)
  expect(existsSync(folder.spool)).toBe(false)
})

test('a worker’s own account that was cut short costs no more than itself', async () => {
  const folder = folderWith(2)
  writeFileSync(workerResultPath(folder, 0), '{"figures":{"wor')
  writeFileSync(workerResultPath(folder, 1), '')
  expect(await finishRun(folder, plan, ending)).toMatchObject({ load: { ok: 2 }, instrument: { cpu_s: 0 } })
  expect(readFileSync(folder.log, 'utf8').match(/worker_result_damaged/g)).toHaveLength(2)
})

test('samples of a long run are all there, but for a line cut short', async () => {
  const folder = folderWith(1)
  const rows = 20_000
  const lines = Array.from({ length: rows }, (_, i) => JSON.stringify(figuresAt(i * 1000, { worker: i % 3 })))
  writeFileSync(samplesSpoolPath(folder), `${lines.join('\n')}\n${lines[5]!.slice(0, 40)}`)
  await finishRun(folder, plan, ending)
  const samples = await parquetReadObjects({ file: await asyncBufferFromFile(folder.samples) })
  expect(samples).toHaveLength(rows)
  expect(samples.map(({ at_ns }) => at_ns)).toEqual(lines.map((_, i) => i * 1000))
  expect(samples[4]).toMatchObject({ worker: 1, in_flight: 5, rss_bytes: 90e6 })
})

test('the verdict made again from the files is the one that was made of the run', async () => {
  const folder = folderWith(40)
  writeFileSync(folder.plan, writePlanYaml(plan))
  const host = { cpuTotalUs: 0, stealUs: 0, throttledUs: 0, tcpRetransmits: 0, tcpSegmentsSent: 0 }
  const rows = Array.from({ length: 160 }, (_, i) => [
    figuresAt(i * 0.25e9),
    { ...host, atNs: i * 0.25e9, cpuTotalUs: i * 5e5, throttledUs: (i * 1e5) / 3 },
  ]).flat()
  writeFileSync(samplesSpoolPath(folder), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const { verdict } = await finishRun(folder, plan, ending)
  expect(verdict.checks.find(({ id }) => id === 'cgroup-throttling')).toMatchObject({ status: 'suspect' })
  expect((await reportRun(folder.path)).verdict).toEqual(verdict)
})

test('a run is held against its plan’s objectives, and again when it is reported', async () => {
  const folder = folderWith(100)
  const asked = { ...plan, objectives: ['e2e < 2s', 'goodput > 90%', 'e2e.p50 < 900ms', 'error_rate < 1%'] }
  writeFileSync(folder.plan, writePlanYaml(asked))
  const { objectives, goodput } = await finishRun(folder, asked, ending)
  expect(objectives.map(({ objective, status }) => `${objective}: ${status}`)).toEqual([
    'e2e < 2s: in_goodput',
    'goodput > 90%: met',
    'e2e.p50 < 900ms: missed',
    'error_rate < 1%: undecided',
  ])
  expect(goodput).toMatchObject({ share: 1 })
  expect(await reportRun(folder.path)).toMatchObject({ objectives, goodput })
})

test('without a request there is nothing to make a run of', async () => {
  const folder = runFolder(pathIn())
  mkdirSync(folder.spool, { recursive: true })
  await expect(finishRun(folder, plan, ending)).rejects.toThrow(/no finished requests/)
  expect(existsSync(folder.spool)).toBe(true)
})
