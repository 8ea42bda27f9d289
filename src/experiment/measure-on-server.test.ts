import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { expect, it, onTestFinished } from 'vitest'
import type { Plan } from '../plan/plan.ts'
import { planFromFlags } from '../plan/plan-from-flags.ts'
import { startedTicks } from '../server/process-identity.ts'
import { lockFileOf } from '../server/server-lock.ts'
import { createServerPool } from './measure-on-server.ts'
import { surroundings } from './surroundings.ts'

const url = 'http://127.0.0.1:1'
const plan = planFromFlags({ url }, surroundings())

/** As if another Tare, which lives, measured the server. */
function measuredByAnother(): void {
  const pid = process.ppid
  writeFileSync(lockFileOf(url), JSON.stringify({ pid, startedTicks: startedTicks(pid), since: 'noon', url }))
  onTestFinished(() => rmSync(lockFileOf(url), { force: true }))
}

function serverFor(whenMeasured: 'refuse' | 'tell', told: string[] = []): Promise<unknown> {
  const pool = createServerPool(whenMeasured)
  onTestFinished(() => pool.close())
  const options = { env: {}, logFile: '', block: 0, tell: (line: string) => void told.push(line) }
  return pool.serverFor(plan, options)
}

it('refuses a series of runs on a server that another Tare measures, though nothing of it is managed', async () => {
  measuredByAnother()
  await expect(serverFor('refuse')).rejects.toMatchObject({
    code: 'server',
    message: `${url} is being measured by another Tare (process ${process.ppid}, since noon)`,
  })
})

it('lets a single run on it, and says so', async () => {
  measuredByAnother()
  const told: string[] = []
  await expect(serverFor('tell', told)).resolves.toBeNull()
  expect(told).toEqual([
    `${url} is being measured by another Tare (process ${process.ppid}, since noon): the two measure each other`,
  ])
})

it('leaves a server to others when its runs are done, and not before', async () => {
  const pool = createServerPool('refuse')
  await pool.serverFor(plan, { env: {}, logFile: '', block: 0, tell: () => {} })
  expect(existsSync(lockFileOf(url))).toBe(true)
  await pool.close()
  expect(existsSync(lockFileOf(url))).toBe(false)
})

it('puts one server back before the others, and opens it anew when it is asked for again', async () => {
  const pool = createServerPool('refuse')
  onTestFinished(() => pool.close())
  const ready = { healthPath: null, model: false, timeoutNs: 1e9 }
  const managed = (at: string): Plan => ({
    ...planFromFlags({ url: at }, surroundings()),
    server: { kind: 'existing', ready },
  })
  const options = { env: {}, logFile: '', block: 0, tell: () => {} }
  const [a, b] = [managed(url), managed('http://127.0.0.1:2')]
  const [first, other] = [await pool.serverFor(a, options), await pool.serverFor(b, options)]
  expect(await pool.serverFor(a, options)).toBe(first)
  await pool.closeServer(a)
  await pool.closeServer(plan)
  expect(await pool.serverFor(b, options)).toBe(other)
  expect(await pool.serverFor(a, options)).not.toBe(first)
})
