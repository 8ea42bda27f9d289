import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { CommandServer } from '../../plan/server-plan.ts'
import { startHttpFixture } from '../fixtures/http-fixture.ts'
import { journalIn, journalsOf } from '../fixtures/left-behind.ts'
import { errorOf, managed, noSignal, surroundings } from '../fixtures/managed.ts'
import type { ServerSurroundings } from '../managed-server.ts'
import { groupIsAlive } from './process-group.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

const answers = (body: string): string =>
  `const { PORT } = process.env; require('node:http').createServer((request, response) => { ${body} }).listen(PORT, '127.0.0.1');`
const healthy: string = answers("response.end('ok')")

async function set(
  program: string,
  more: Partial<CommandServer> = {},
): Promise<{ plan: CommandServer; around: ServerSurroundings }> {
  const port = await freePort()
  const plan: CommandServer = {
    kind: 'command',
    command: [process.execPath, '-e', program],
    environment: { PORT: String(port) },
    directory: null,
    restart: 'never',
    stopTimeoutNs: 5e9,
    ready: { healthPath: '/health', model: false, timeoutNs: 20e9 },
    ...more,
  }
  const around = surroundings(`http://127.0.0.1:${port}`)
  return { plan, around }
}

const reach = async (url: string): Promise<string> => (await fetch(url)).text()

it('starts a program over our environment, waits for it, keeps its log and stops it', async () => {
  const program = answers('response.end(process.env.PATH + process.env.GREETING + process.cwd())')
  const { plan, around } = await set(`console.log('on stdout'); console.error('on stderr'); ${program}`, {
    directory: '/',
  })
  const asked = { ...plan, environment: { ...plan.environment, GREETING: 'hello $HOME' } }
  const server = managed(asked, around)
  expect(server.logTail()).toBeNull()
  const { settings, pid } = await server.apply(asked, noSignal)
  expect(settings).toEqual({})
  expect(await reach(around.targetUrl)).toBe(`${process.env.PATH}hello $HOME/`)
  expect(server.logTail()).toBe('on stdout\non stderr')
  await server.close()
  await server.close()
  expect(groupIsAlive(pid!)).toBe(false)
  await expect(reach(around.targetUrl)).rejects.toThrow()
  expect(readFileSync(around.logFile, 'utf8')).toBe('on stdout\non stderr\n')
})

it('says that it died in mid-cell, with the end of its log, and starts it again for the next', async () => {
  const dies = "if (request.url === '/die') { console.error('CUDA out of memory'); process.exit(7) }"
  const { plan, around } = await set(`console.log('loading'); ${answers(`${dies} response.end('ok')`)}`)
  const server = managed(plan, around)
  const first = await server.apply(plan, noSignal)
  const { died } = server
  await expect(reach(`${around.targetUrl}/die`)).rejects.toThrow()
  expect(await died).toEqual({ exitCode: 7, signal: null, logTail: 'loading\nCUDA out of memory' })
  const second = await server.apply(plan, noSignal)
  expect(second.pid).not.toBe(first.pid)
  expect(await Promise.race([server.died, Promise.resolve('alive')])).toBe('alive')
  expect(server.logTail()).toBe('loading')
})

it('never takes being stopped for a death', async () => {
  const { plan, around } = await set(healthy)
  const server = managed(plan, around)
  await server.apply(plan, noSignal)
  const { died } = server
  await server.close()
  expect(await Promise.race([died, new Promise((resolve) => setImmediate(resolve, 'quiet'))])).toBe('quiet')
})

it('says how a program ended before it was ready', async () => {
  const { plan, around } = await set("console.error('no such model'); process.exit(3)")
  const error = await errorOf(managed(plan, around).apply(plan, noSignal))
  expect(error.message).toBe(`the server ${process.execPath} ended with status 3 before it was ready`)
  expect(error.hint).toBe('Its log ends:\nno such model')
})

it('knows a program that goes on in the background', async () => {
  const { plan, around } = await set('')
  const asked = { ...plan, command: ['/bin/sh', '-c', 'sleep 30 & exit 0'] }
  const server = managed(asked, around)
  const error = await errorOf(server.apply(asked, noSignal))
  expect(error.message).toContain('ended with status 0')
  expect(error.hint).toContain('in the foreground')
})

it('gives up one that never gets ready, and stops it', async () => {
  const program = 'console.log(process.pid); setInterval(() => {}, 1000)'
  const { plan, around } = await set(program)
  const asked = { ...plan, ready: { ...plan.ready, timeoutNs: 0.5e9 } }
  const error = await errorOf(managed(asked, around).apply(asked, noSignal))
  expect(error.message).toContain("isn't ready after 0.5 s")
  const pid = Number(/^\d+$/m.exec(error.hint!)?.[0])
  expect(groupIsAlive(pid)).toBe(false)
})

it('stops children too, and those that ignore SIGTERM after the time for it', async () => {
  const stubborn =
    "process.on('SIGTERM', () => {}); console.log('child', process.pid); setInterval(() => {}, 1000)"
  const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { stdio: 'inherit' }).stdout;`
  const { plan, around } = await set(`${child} ${healthy}`, { stopTimeoutNs: 0.3e9 })
  const server = managed(plan, around)
  const { pid } = await server.apply(plan, noSignal)
  await expect.poll(() => server.logTail()).toMatch(/child \d+/)
  const childPid = Number(/child (\d+)/.exec(server.logTail()!)![1])
  await server.close()
  expect(groupIsAlive(pid!)).toBe(false)
  expect(isRunning(childPid)).toBe(false)
})

/** A zombie has ended, too. */
function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8'))
}

it.each([
  ['never', false, false, false],
  ['cell', false, false, true],
  ['block', false, false, false],
  ['block', true, false, true],
  ['never', true, false, false],
  ['never', false, true, true],
] as const)(
  'with restart %s, new block %s, another command %s, starts anew: %s',
  async (restart, newBlock, other, anew) => {
    const { plan, around } = await set(healthy, { restart })
    const server = managed(plan, around)
    server.blockBegins()
    const first = await server.apply(plan, noSignal)
    if (newBlock) server.blockBegins()
    const next = other ? { ...plan, environment: { ...plan.environment, BATCH: '8' } } : plan
    const second = await server.apply(next, noSignal)
    expect(second.pid !== first.pid).toBe(anew)
    expect(groupIsAlive(first.pid!)).toBe(!anew)
  },
)

it('refuses a port where something answers already', async () => {
  const other = await startHttpFixture(() => ({}))
  onTestFinished(() => other.close())
  const { plan } = await set(healthy)
  const error = await errorOf(managed(plan, surroundings(other.url)).apply(plan, noSignal))
  expect(error.message).toBe(`something answers at ${other.url} already, before the server was started`)
})

it.each([
  [['/nonexistent/engine'], "can't start /nonexistent/engine: no such program"],
  [['/'], "can't start /: it may not be run"],
  [[], "can't start server.command: it is empty"],
])('says why %j can’t be started', async (command, message) => {
  const { plan, around } = await set('')
  const error = await errorOf(managed({ ...plan, command }, around).apply({ ...plan, command }, noSignal))
  expect(error.message).toBe(message)
})

it('says that its directory isn’t there', async () => {
  const { plan, around } = await set(healthy, { directory: '/nonexistent' })
  const error = await errorOf(managed(plan, around).apply(plan, noSignal))
  expect(error.message).toContain('there is no directory /nonexistent')
})

it('stops it when it is closed while it starts', async () => {
  const { plan, around } = await set("console.log('pid', process.pid); setInterval(() => {}, 1000)")
  const server = managed(plan, around)
  const applied = errorOf(server.apply(plan, noSignal))
  await expect.poll(() => server.logTail()).toMatch(/pid \d+/)
  await server.close()
  expect((await applied).code).toBe('interrupted')
  expect(groupIsAlive(Number(/pid (\d+)/.exec(server.logTail()!)![1]))).toBe(false)
})

it('is noted as long as it runs, so that the next who measures it can end it', async () => {
  const { plan, around } = await set(healthy)
  const server = managed(plan, around)
  const { pid } = await server.apply(plan, noSignal)
  const [file] = journalsOf(around)
  const left = { kind: 'command', program: process.execPath, process_group: pid }
  expect(journalIn(file!).left).toMatchObject([left])
  const text = readFileSync(file!, 'utf8')
  expect(text).not.toContain('PORT')
  await server.close()
  expect(journalsOf(around)).toEqual([])
})

it('is stopped again when that can’t be noted', async () => {
  const { plan, around } = await set(healthy)
  writeFileSync(around.stateFolder, '')
  const error = await errorOf(managed(plan, around).apply(plan, noSignal))
  expect(error.code).toBe('resources')
  await expect(reach(around.targetUrl)).rejects.toThrow()
})
