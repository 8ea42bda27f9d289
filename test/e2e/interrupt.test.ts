import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { exportRecords, finished, readSummary, scratch, startTare, tare, underWay } from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

const long = [
  '--duration',
  '60s',
  '--warmup',
  '0s',
  '--concurrency',
  '4',
  '--output-tokens',
  '5',
  '--simulator',
  'fast',
]

test('the first Ctrl-C drains, finishes the run and exits 130', async () => {
  const run = space.run()
  const running = startTare(['run', ...long, '--out', run])
  await underWay(run, running)
  running.child.kill('SIGINT')
  const { status, stdout } = await running.result
  expect(status).toBe(130)
  expect(stdout).toContain('TTFT')
  const { state, load, errors, window } = readSummary(run)
  expect(state).toBe('interrupted')
  expect(load.ok).toBe(load.sent)
  expect(errors).toEqual({})
  expect(window.end_ns).toBeLessThan(30e9)
})

test('the second Ctrl-C stops at once, and the run is recoverable', async () => {
  const run = space.run()
  const running = startTare(['run', ...long, '--output-tokens', '2000', '--out', run])
  await underWay(run, running)
  running.child.kill('SIGINT')
  setTimeout(() => running.child.kill('SIGINT'), 300)
  const { status, stderr } = await running.result
  expect(status).toBe(130)
  expect(stderr).toContain('tare recover')
  expect(existsSync(join(run, 'summary.json'))).toBe(false)
  const recovered = await tare(['recover', run])
  expect(recovered.status, recovered.stderr).toBeOneOf(finished)
  const { state, load, errors } = readSummary(run)
  expect(state).toBe('recovered')
  expect(errors).toEqual({ cancelled: load.sent - load.ok })
})

test('a killed worker ends the run with its finished requests kept', async () => {
  const run = space.run()
  const running = startTare(['run', ...long, '--workers', '2', '--out', run])
  await underWay(run, running)
  const { workers } = readFileSync(join(run, 'log.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { workers?: number[] })
    .find((event) => event.workers !== undefined)!
  process.kill(workers![0]!, 'SIGKILL')
  const { status, stderr } = await running.result
  expect(status).toBe(1)
  expect(stderr).toMatch(/worker 0 was killed by SIGKILL[\s\S]*tare recover/)
  expect((await tare(['recover', run])).status).toBeOneOf(finished)
  const records = await exportRecords(run)
  expect(new Set(records.map((record) => record.worker))).toEqual(new Set([0, 1]))
})

test('a killed conductor loses no finished request', async () => {
  const run = space.run()
  const running = startTare(['run', ...long, '--out', run])
  await underWay(run, running)
  running.child.kill('SIGKILL')
  await running.result
  expect(readdirSync(join(run, 'spool'))).toContain('worker-0.bin')
  const { status, stdout, stderr } = await tare(['recover', run])
  expect(status, stderr).toBeOneOf(finished)
  expect(stdout).toContain('recovered')
  const { load } = readSummary(run)
  expect(load.ok).toBeGreaterThan(10)
  expect((await exportRecords(run)).filter((record) => record.status === 'ok').length).toBe(load.ok)
  const again = await tare(['recover', run])
  expect(again.status).toBe(2)
  expect(again.stderr).toContain('needs no recovery')
})

test('Ctrl-C while the server is waited for ends it at once, without a run', async () => {
  const run = space.run()
  let asked: () => void = () => {}
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const silent = createServer(() => asked()).listen(0, '127.0.0.1')
  await new Promise((resolve) => silent.once('listening', resolve))
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
  const running = startTare(['run', url, '--model', 'm', '--timeout', '10m', '--out', run])
  await isAsked
  running.child.kill('SIGINT')
  const { status, stderr } = await running.result
  silent.closeAllConnections()
  silent.close()
  expect(status).toBe(130)
  expect(stderr).toBe('error: interrupted before anything was measured\n')
  expect(existsSync(run)).toBe(false)
})

test('a signal to the whole group, as a service manager sends it, drains as Ctrl-C does', async () => {
  const run = space.run()
  const running = startTare(['run', ...long, '--out', run], { ownGroup: true })
  await underWay(run, running)
  process.kill(-running.child.pid!, 'SIGTERM')
  const { status, stderr } = await running.result
  expect(status, stderr).toBe(130)
  const { state, load, errors } = readSummary(run)
  expect(state).toBe('interrupted')
  expect(errors).toEqual({})
  expect(load.ok).toBe(load.sent)
})

test('a run that goes on is not recovered, and loses nothing', async () => {
  const run = space.run()
  const running = startTare(['run', ...long, '--out', run])
  await underWay(run, running)
  const { status, stderr } = await tare(['recover', run])
  expect(status).toBe(2)
  expect(stderr).toMatch(/still running: process \d+/)
  running.child.kill('SIGINT')
  expect((await running.result).status).toBe(130)
  expect(readSummary(run).load.ok).toBe((await exportRecords(run)).length)
})
