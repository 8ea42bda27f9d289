import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import { isRunning, isThere, livenessOf, startedTicks, thisProcess } from './process-identity.ts'

const here = thisProcess()

it('knows itself as running, and as the one that it is', () => {
  expect(livenessOf(here)).toBe('runs')
  expect(isRunning(process.pid, String(Number(here.started_ticks) - 1))).toBe(false)
})

it('knows a process as ended, and its number as another’s', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await once(child, 'spawn')
  onTestFinished(() => void child.kill('SIGKILL'))
  const other = { ...here, pid: child.pid!, started_ticks: startedTicks(child.pid!) }
  expect(livenessOf(other)).toBe('runs')
  expect(livenessOf({ ...other, started_ticks: '1' })).toBe('ended')
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(livenessOf(other)).toBe('ended')
})

it('knows a process as ended whose parent never takes notice', async () => {
  const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 100'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line.toString())
  await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8'), { timeout: 10_000 }).toContain(') Z ')
  const started = startedTicks(pid)
  expect(isRunning(pid, started)).toBe(false)
  expect(isThere(pid, started)).toBe(true)
})

it('takes what ran before the system was started again as ended', () => {
  expect(livenessOf({ ...here, boot: 'another' })).toBe('ended')
})

it('doesn’t judge processes of other machines and containers by numbers of this one', () => {
  expect(livenessOf({ ...here, host: 'another', boot: 'another' })).toBe('unknown')
  expect(livenessOf({ ...here, pid_namespace: 'pid:[1]' })).toBe('unknown')
  expect(livenessOf({ ...here, host: 'another', boot: null }, { ...here, boot: null })).toBe('unknown')
})
