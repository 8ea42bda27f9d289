import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import type { HostFigures } from './host-sampler.ts'
import { figuresAt } from './progress/fixtures/figures.ts'
import { type RunFolder, runFolder } from './run-folder.ts'
import { readSampleSeries } from './sample-series.ts'
import { type SampleRow, samplesSpoolPath, writeSamples } from './samples.ts'

const pathIn = temporaryFolder()

function folderOf(rows: readonly SampleRow[]): RunFolder {
  const folder = runFolder(pathIn())
  mkdirSync(folder.spool, { recursive: true })
  writeFileSync(samplesSpoolPath(folder), rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  writeSamples(folder)
  return folder
}

const hostAt = (atNs: number): HostFigures => ({
  atNs,
  cpuTotalUs: atNs / 500,
  stealUs: 3,
  throttledUs: null,
  tcpRetransmits: 1,
  tcpSegmentsSent: 900,
})

test('gives each worker its own rows in order, and the machine its', async () => {
  const rows = [
    figuresAt(1e9, { worker: 1, runQueueNs: null, clockOffsetNs: -250 }),
    hostAt(1e9),
    figuresAt(1.1e9, { worker: 0 }),
    figuresAt(2e9, { worker: 1, inFlightAreaNs: 123.4 }),
    hostAt(2e9),
  ]
  const { workers, host } = await readSampleSeries(folderOf(rows))
  expect(workers.map(({ worker, atNs }) => [worker, ...atNs])).toEqual([
    [0, 1.1e9],
    [1, 1e9, 2e9],
  ])
  expect([...workers[1]!.runQueueNs]).toEqual([Number.NaN, 2e6])
  expect([...workers[1]!.clockOffsetNs]).toEqual([-250, 0])
  expect([...workers[1]!.inFlightAreaNs]).toEqual([5e9, 123])
  expect([...workers[0]!.tokenEvents]).toEqual([836])
  expect([...host!.cpuTotalUs]).toEqual([2e6, 4e6])
  expect([...host!.throttledUs]).toEqual([Number.NaN, Number.NaN])
})

test('reads every column that a worker or the machine has', async () => {
  const { workers, host } = await readSampleSeries(folderOf([figuresAt(1e9), hostAt(1e9)]))
  for (const series of [workers[0]!, { ...host, throttledUs: [0] }]) {
    for (const [name, values] of Object.entries(series)) {
      if (name !== 'worker') expect([name, Number.isNaN(values[0])]).toEqual([name, false])
    }
  }
})

test('an older file has NaN for what it lacks, and no row of the machine', async () => {
  const folder = runFolder(pathIn())
  mkdirSync(folder.path)
  const columnData = ['at_ns', 'worker', 'sent'].map((name) => ({
    name,
    data: [1, 2],
    type: 'DOUBLE' as const,
    nullable: false,
  }))
  writeFileSync(folder.samples, new Uint8Array(parquetWriteBuffer({ columnData })))
  const { workers, host } = await readSampleSeries(folder)
  expect(host).toBeNull()
  expect(workers.map(({ sent }) => [...sent])).toEqual([[1], [2]])
  expect([...workers[0]!.runQueueNs]).toEqual([Number.NaN])
})

test('a run without samples has no series', async () => {
  expect(await readSampleSeries(runFolder(pathIn()))).toEqual({ workers: [], host: null })
})

test.each([
  ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['empty', () => Buffer.alloc(0)],
  ['overwritten', (bytes: Buffer) => bytes.fill(0xff, 4, 2000)],
  ['something else', () => Buffer.from('at_ns,worker\n')],
])('a file that is %s is said to be damaged', async (_, damage) => {
  const folder = folderOf(Array.from({ length: 500 }, (__, i) => figuresAt(i * 1e9)))
  writeFileSync(folder.samples, damage(readFileSync(folder.samples)))
  await expect(readSampleSeries(folder)).rejects.toMatchObject({ code: 'folder' })
})
