import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectSchema } from '../support/schema.ts'
import { quick, type SimulatorServer, scratch, simulate, tare } from '../support/tare.ts'

const space = scratch()
let simulator: SimulatorServer

beforeAll(async () => {
  simulator = await simulate(['--station', 'deterministic(5ms)', '--servers', '4'])
})
afterAll(async () => {
  await simulator.stop()
  space.remove()
})

const search = ['--from', '30', '--to', '60', '--shortest', '2s', '--budget', '60s']

interface Answer {
  readonly answer: {
    readonly outcome: string
    readonly verified: number | null
    readonly refuted: number | null
  }
  readonly results: readonly unknown[]
}

function answerIn(folder: string): Answer {
  return JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8')) as Answer
}

test('an objective that nothing meets is refuted at the floor, and the search knows its answer again', async () => {
  const folder = join(space.folder, 'never')
  const objective = ['--objective', 'e2e.p50 < 1ms']
  const { status, stdout, stderr } = await tare([
    'capacity',
    simulator.url,
    ...quick,
    ...search,
    ...objective,
    '--out',
    folder,
  ])
  expect(stderr).toContain('bracket: 30 req/s for 2 s')
  expect(status).toBe(0)
  expect(stdout).toContain('CAPACITY')
  const { answer, results } = answerIn(folder)
  expect(answer).toMatchObject({ outcome: 'never holds', verified: null, refuted: 30 })
  const again = await tare(['capacity', '--resume', folder])
  expect(again.stdout).toBe(stdout)
  const json = await tare(['capacity', '--resume', folder, '--format', 'json', '--target-rate', '100'])
  expectSchema('capacity', JSON.parse(json.stdout))
  expect(JSON.parse(json.stdout)).toEqual(answerIn(folder))
  expect(answerIn(folder).results).toHaveLength(results.length)
})

test('says what is missing', async () => {
  const none = await tare(['capacity', simulator.url])
  expect(none).toMatchObject({ status: 2, stderr: expect.stringContaining("--objective 'ttft.p99 < 300ms'") })
  const range = await tare([
    'capacity',
    simulator.url,
    '--objective',
    'e2e.p90 < 1s',
    '--from',
    '9',
    '--to',
    '3',
  ])
  expect(range).toMatchObject({ status: 2, stderr: expect.stringContaining('no range') })
  expect(existsSync('capacity')).toBe(false)
  const met = ['--objective', 'e2e.p90 < 1s', '--target-rate', '100']
  const headroom = await tare(['capacity', simulator.url, ...met, '--headroom', '120%'])
  expect(headroom).toMatchObject({ status: 2, stderr: expect.stringContaining('--headroom') })
  const plain = join(space.folder, 'plain')
  writeFileSync(plain, '')
  const resumed = await tare(['capacity', '--resume', plain])
  expect(resumed).toMatchObject({ status: 2, stderr: expect.stringContaining('capacity.json') })
})
