import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import type { ServerPlan } from '../plan/server-plan.ts'
import { type HttpFixture, startHttpFixture } from './fixtures/http-fixture.ts'
import { errorOf, managed, noSignal, readyNow, surroundings } from './fixtures/managed.ts'
import { lockFileOf } from './server-lock.ts'

const existing: ServerPlan = { kind: 'existing', ready: readyNow }

async function serve(): Promise<HttpFixture> {
  const fixture = await startHttpFixture(() => ({}))
  onTestFinished(() => fixture.close())
  return fixture
}

it('asks and locks nothing before the first apply, and gives the lock back when it is closed', async () => {
  const { url, requests } = await serve()
  const server = managed(existing, surroundings(url))
  expect(requests).toEqual([])
  expect(existsSync(lockFileOf(url))).toBe(false)
  await server.apply(existing, noSignal)
  expect(existsSync(lockFileOf(url))).toBe(true)
  expect(server.logTail()).toBeNull()
  await server.close()
  expect(existsSync(lockFileOf(url))).toBe(false)
})

it('refuses a server that another process measures, at its target or its management port, before it asks anything', async () => {
  const target = await serve()
  const management = await serve()
  const sweep = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  onTestFinished(() => void sweep.kill('SIGKILL'))
  await once(sweep, 'spawn')
  const plan: ServerPlan = {
    kind: 'kserve-v2',
    managementUrl: management.url,
    config: null,
    batchSize: 8,
    maxBatchDelayUs: null,
    instances: null,
    ready: readyNow,
  }
  for (const { url } of [target, management]) {
    const lock = lockFileOf(url)
    writeFileSync(lock, JSON.stringify({ pid: sweep.pid, startedTicks: null, since: 'now', url }))
    onTestFinished(() => rmSync(lock, { force: true }))
    const server = managed(plan, surroundings(target.url))
    const error = await errorOf(server.apply(plan, noSignal))
    expect(error.message).toContain(`${url} is being measured by another Tare (process ${sweep.pid}`)
    await server.close()
    expect(existsSync(lock)).toBe(true)
    rmSync(lock)
  }
  expect([...target.requests, ...management.requests]).toEqual([])
})

it('keeps its kind', async () => {
  const { url } = await serve()
  const server = managed(existing, surroundings(url))
  const other: ServerPlan = { kind: 'openai', lora: null, resetCache: false, profile: false, ready: readyNow }
  expect((await errorOf(server.apply(other, noSignal))).code).toBe('internal')
})

it.each(['ftp://host', 'host:8000', ''])('refuses %j as a URL', async (url) => {
  expect(() => managed(existing, surroundings(url))).toThrow("isn't the URL of a server")
})
