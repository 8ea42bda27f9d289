import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { TareError } from '../errors.ts'
import { lockFileOf, lockServers } from './server-lock.ts'

const { TMPDIR } = process.env
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-lock-test-'))
  process.env.TMPDIR = folder
})
afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = TMPDIR
  rmSync(folder, { recursive: true })
})

const url = 'http://127.0.0.1:8081'

/** A process that lives until the test ends. */
async function otherProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await once(child, 'spawn')
  onTestFinished(() => void child.kill('SIGKILL'))
  return child.pid!
}

function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!
}

function lockOf(pid: number, startedTicks: string | null): void {
  writeFileSync(
    lockFileOf(url),
    JSON.stringify({ pid, startedTicks, since: '2026-01-01T00:00:00.000Z', url }),
  )
  onTestFinished(() => rmSync(lockFileOf(url), { force: true }))
}

function refusal(): TareError {
  try {
    lockServers([url])()
  } catch (error) {
    if (error instanceof TareError) return error
  }
  throw new Error('the lock was given')
}

it('refuses a server that a living process has, and says which', async () => {
  const pid = await otherProcess()
  lockOf(pid, startOf(pid))
  const { code, message } = refusal()
  expect(code).toBe('server')
  expect(message).toBe(
    `${url} is being measured by another Tare (process ${pid}, since 2026-01-01T00:00:00.000Z)`,
  )
  expect(existsSync(lockFileOf(url))).toBe(true)
})

it('refuses it under other names, and gives others back when one is refused', async () => {
  const pid = await otherProcess()
  lockOf(pid, startOf(pid))
  expect(() => lockServers(['http://localhost:9', 'http://localhost:8081/v2'])).toThrow('another Tare')
  expect(existsSync(lockFileOf('http://localhost:9'))).toBe(false)
  lockServers(['http://127.0.0.1:8080'])()
})

it('takes over the lock of a process that has ended', async () => {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' })
  await once(child, 'exit')
  lockOf(child.pid!, null)
  const release = lockServers([url])
  expect(JSON.parse(readFileSync(lockFileOf(url), 'utf8'))).toMatchObject({ pid: process.pid, url })
  release()
  expect(existsSync(lockFileOf(url))).toBe(false)
})

it('takes over the lock of a process whose number another has now', async () => {
  const pid = await otherProcess()
  lockOf(pid, String(Number(startOf(pid)) - 1))
  lockServers([url])()
})

it.each(['', '{"pid":', '[]', '{"pid":-1}', '{"pid":"1"}'])('takes over what is no lock: %j', (text) => {
  writeFileSync(lockFileOf(url), text)
  lockServers([url])()
})

it('is given to one process several times, until it has given it back as often', () => {
  const first = lockServers([url, url])
  const second = lockServers([url])
  first()
  first()
  expect(existsSync(lockFileOf(url))).toBe(true)
  second()
  expect(existsSync(lockFileOf(url))).toBe(false)
})
