import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { CheckResult } from '../../src/metrics/summary.ts'
import { readSummary, scratch, simulate, startTare, tare, underWay } from '../support/tare.ts'

/*
 * The checks of the books and of the arrivals on real runs: good ones, and ones made bad on purpose. What a loaded
 * machine can bring about by itself (a late send) is only ever asserted where it was brought about.
 */

const space = scratch()
afterAll(() => space.remove())

const open = ['--rate', '100', '--arrival', 'constant', '--warmup', '0s', '--workers', '1']
const small = ['--input-tokens', '20', '--output-tokens', '5', '--simulator', 'fast']

function check(run: string, id: string): CheckResult {
  const found = readSummary(run).verdict.checks.find((result) => result.id === id)
  expect(found, id).toBeDefined()
  return found!
}

function workerPids(run: string): readonly number[] {
  return readFileSync(join(run, 'log.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { workers?: readonly number[] })
    .find(({ workers }) => workers !== undefined)!.workers!
}

const bookkeeping = ['conservation', 'little-law', 'monotone-times', 'clock-steps', 'failures', 'censoring']

test.each([
  ['open loop', ['--rate', '80', '--duration', '2s', '--warmup', '500ms', '--workers', '2']],
  ['closed loop', ['--concurrency', '5', '--duration', '2s', '--warmup', '500ms', '--workers', '2']],
  ['unpaced run', ['--rate', 'max', '--max-concurrency', '20', '--requests', '300', '--workers', '2']],
  ['run by number', ['--rate', '200', '--requests', '150', '--workers', '3']],
  [
    'run of stages',
    ['--stage', '1s rate=20..80', '--stage', '1s concurrency=3', '--warmup', '0s', '--workers', '2'],
  ],
])('the books of a whole %s are right, and every counter agrees with them', async (_, load) => {
  const run = space.run()
  const { stderr } = await tare(['run', ...load, ...small, '--out', run])
  expect(stderr).not.toContain('error')
  for (const id of bookkeeping) {
    const { status, message } = check(run, id)
    expect(['ok', 'not_applicable'], `${id}: ${message}`).toContain(status)
  }
  expect(check(run, 'conservation').status).toBe('ok')
  expect(check(run, 'little-law')).toMatchObject({ status: 'ok', threshold: 1e-6 })
})

test('a worker that was stopped for 400 ms is late, and the run says so', async () => {
  const run = space.run()
  const running = startTare(['run', ...open, '--duration', '4s', ...small, '--out', run])
  await underWay(run, running)
  const worker = workerPids(run)[0]!
  process.kill(worker, 'SIGSTOP')
  await new Promise((resolve) => setTimeout(resolve, 400))
  process.kill(worker, 'SIGCONT')
  await running.result
  expect(check(run, 'lateness')).toMatchObject({
    status: 'invalid',
    affects: ['*'],
    message: expect.stringContaining('they reached the server in bunches'),
  })
  // Late is not lost.
  expect(check(run, 'conservation').status).toBe('ok')
  expect(check(run, 'little-law').status).toBe('ok')
})

test('a server that fails most requests makes the run invalid, whatever the rest looked like', async () => {
  const server = await simulate(['--fault', 'http_error=503:0.8'])
  const run = space.run()
  await tare([
    'run',
    server.url,
    '--requests',
    '120',
    '--concurrency',
    '8',
    '--output-tokens',
    '2',
    '--no-preflight',
    '--out',
    run,
  ])
  await server.stop()
  expect(check(run, 'failures')).toMatchObject({ status: 'invalid', threshold: 0.5, affects: ['*'], n: 120 })
  expect(check(run, 'conservation').status).toBe('ok')
  expect(readSummary(run).verdict.status).toBe('INVALID')
})

test('a --timeout that cuts the tail makes the quantiles above it lower bounds', async () => {
  const server = await simulate(['--station', 'exponential(60ms)', '--servers', '50'])
  const run = space.run()
  // About one in seven takes longer than that.
  const cut = ['--timeout', '120ms', '--requests', '300', '--concurrency', '20']
  await tare([
    'run',
    server.url,
    ...cut,
    '--output-tokens',
    '1',
    '--no-stream',
    '--no-preflight',
    '--out',
    run,
  ])
  await server.stop()
  const { status, message, statistic } = check(run, 'censoring')
  expect(status, message).toBe('suspect')
  expect(message).toContain('timeout')
  expect(message).toMatch(/p90.* of latency are lower bounds$/)
  expect(statistic).toBeGreaterThan(0.05)
})

test('a --max-concurrency that closes the loop is named, and blamed on no one', async () => {
  const server = await simulate(['--station', 'deterministic(100ms)', '--servers', '50'])
  const run = space.run()
  const held = [
    '--rate',
    '60',
    '--max-concurrency',
    '2',
    '--duration',
    '2s',
    '--warmup',
    '0s',
    '--workers',
    '2',
  ]
  await tare(['run', server.url, ...held, '--output-tokens', '1', '--no-stream', '--out', run])
  await server.stop()
  expect(check(run, 'load-model')).toMatchObject({ status: 'suspect', affects: ['*'] })
  expect(check(run, 'load-model').message).toMatch(/^the load was closed in effect: /)
  expect(readSummary(run).load.lateness_ms.p99).toBeGreaterThan(100)
  expect(check(run, 'achieved-rate').status).not.toBe('invalid')
})
