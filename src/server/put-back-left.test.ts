import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ServerPlan } from '../plan/server-plan.ts'
import { groupIsAlive } from './command/process-group.ts'
import { startHttpFixture } from './fixtures/http-fixture.ts'
import { asOfDeadProcess, journalIn, journalsOf } from './fixtures/left-behind.ts'
import { errorOf, managed, noSignal, readyNow, surroundings } from './fixtures/managed.ts'
import { call, preloaded, set, state, type TorchServeSet } from './fixtures/torchserve-set.ts'
import { createServerJournal } from './journal/server-journal.ts'
import type { ServerSurroundings } from './managed-server.ts'
import { startedTicks } from './process-identity.ts'
import { putBackLeft } from './put-back-left.ts'

/** What the next process does first; returns what it tells the user. */
async function nextStart(
  around: ServerSurroundings,
  url: string = around.targetUrl,
): Promise<readonly string[]> {
  const told: string[] = []
  await putBackLeft([url], { ...around, tell: (line) => void told.push(line) }, null)
  return told
}

/** A TorchServe that is set, and whose Tare is gone. */
async function leftBehind(of: TorchServeSet, more: Partial<TorchServeSet['plan']> = {}): Promise<string> {
  await of.server.apply({ ...of.plan, ...more }, noSignal)
  const [file] = journalsOf(of.around)
  await asOfDeadProcess(file!)
  return file!
}

describe('TorchServe', () => {
  it('is noted before it is changed, and not when nothing is', async () => {
    const of = await set(preloaded)
    const seen: number[] = []
    const watcher = await startHttpFixture(async ({ method, path, query }) => {
      if (method !== 'GET') seen.push(journalsOf(of.around).length)
      const answer = await fetch(`${of.simulator.managementUrl}${path}?${query.toString()}`, { method })
      return { status: answer.status, json: await answer.json() }
    })
    onTestFinished(() => watcher.close())
    const plan = { ...of.plan, managementUrl: watcher.url }
    const server = managed(plan, of.around)
    await server.apply(plan, noSignal)
    expect(seen.length).toBeGreaterThan(2)
    expect(new Set(seen)).toEqual(new Set([1]))
    await server.close()
    expect(journalsOf(of.around)).toEqual([])
  })

  it('gets back every version, the default, and no version that was registered', async () => {
    const of = await set(preloaded)
    await call(of, 'POST', '/models?url=older-v0.5.mar&model_name=m&initial_workers=1&synchronous=true')
    await call(of, 'PUT', '/models/m/0.5/set-default')
    const before = await state(of)
    await of.server.apply(of.plan, noSignal)
    await leftBehind(of, { modelUrl: 'newer-v3.0.mar' })
    expect(await state(of)).not.toEqual(before)
    const told = await nextStart(of.around, of.plan.managementUrl)
    expect(told).toEqual([expect.stringContaining(`had left ${of.plan.managementUrl} changed`)])
    expect(await state(of)).toEqual(before)
    expect(journalsOf(of.around)).toEqual([])
    expect(await nextStart(of.around)).toEqual([])
  })

  it('gets back a version that was unregistered when its Tare was killed', async () => {
    const of = await set(preloaded)
    const before = await state(of)
    await leftBehind(of)
    await call(of, 'DELETE', '/models/m')
    await nextStart(of.around)
    expect(await state(of)).toEqual(before)
  })

  it('loses a workflow that was registered, unless another has its name by now', async () => {
    const of = await set(
      {},
      { workflow: true, batchSize: 1, maxBatchDelayMs: 50, minWorkers: 1, maxWorkers: 1 },
      'w',
    )
    const url = `${of.simulator.managementUrl}/workflows/w`
    await leftBehind(of, { modelUrl: 'w.war' })
    await nextStart(of.around)
    expect((await fetch(url)).status).toBe(404)
    await leftBehind(of, { modelUrl: 'w.war' })
    await call(of, 'DELETE', '/workflows/w')
    await call(of, 'POST', '/workflows?url=another.war&workflow_name=w')
    await nextStart(of.around)
    expect((await fetch(url)).status).toBe(200)
  })

  it('keeps the secret of an archive’s URL to itself, and takes it from the server again', async () => {
    const of = await set({})
    await call(
      of,
      'POST',
      '/models?url=https%3A%2F%2Fb%2Fm.mar&model_name=m&initial_workers=1&synchronous=true',
    )
    const told = await startHttpFixture(async ({ method, path, query }) => {
      if (query.get('url') === 'https://b/m.mar?sig=secret') query.set('url', 'https://b/m.mar')
      const answer = await fetch(`${of.simulator.managementUrl}${path}?${query.toString()}`, { method })
      const text = (await answer.text()).replaceAll('https://b/m.mar', 'https://b/m.mar?sig=secret')
      return { status: answer.status, json: JSON.parse(text) }
    })
    onTestFinished(() => told.close())
    const before = await state(of)
    const plan = { ...of.plan, managementUrl: told.url }
    const server = managed(plan, of.around)
    await server.apply(plan, noSignal)
    const [file] = journalsOf(of.around)
    expect(JSON.stringify(journalIn(file!))).not.toContain('sig=')
    await asOfDeadProcess(file!)
    const left = journalIn(file!)
    await nextStart(of.around)
    expect(await state(of)).toEqual(before)

    writeFileSync(file!, JSON.stringify(left))
    await call(of, 'DELETE', '/models/m')
    const error = await errorOf(nextStart(of.around))
    expect(error.message).toContain('1.0 was registered from https://b/m.mar with a secret in the URL')
    expect(error.hint).toContain('1.0 of https://b/m.mar?… (a secret is left out)')
    rmSync(file!)
  })

  it('is left alone as long as its Tare lives, and while that can’t be told', async () => {
    const of = await set(preloaded)
    await of.server.apply(of.plan, noSignal)
    const changed = await state(of)
    expect(await nextStart(of.around)).toEqual([])
    const [file] = journalsOf(of.around)
    await asOfDeadProcess(file!, { host: 'another', boot: 'another' })
    const error = await errorOf(nextStart(of.around))
    expect(error.message).toContain('was changed by a Tare elsewhere')
    expect(error.hint).toContain(file)
    expect(error.hint).toContain('1.0 of m.mar with batch_size=1')
    expect(await state(of)).toEqual(changed)
  })

  it('is put back before the first change of the next that manages it', async () => {
    const of = await set(preloaded)
    const before = await state(of)
    await leftBehind(of)
    const next = managed(of.plan, of.around)
    await next.apply({ ...of.plan, batchSize: 16 }, noSignal)
    expect(journalsOf(of.around)).toHaveLength(1)
    await next.close()
    expect(await state(of)).toEqual(before)
    expect(journalsOf(of.around)).toEqual([])
  })

  it('keeps its note when it can’t be put back, and the error names it', async () => {
    const of = await set(preloaded)
    await of.server.apply(of.plan, noSignal)
    await of.simulator.close()
    const [file] = journalsOf(of.around)
    const closing = await errorOf(of.server.close())
    expect(closing.hint).toContain(`It is noted in ${file}`)
    await asOfDeadProcess(file!)
    const error = await errorOf(nextStart(of.around))
    expect(error.message).toMatch(/^An earlier Tare .* has left .* changed: can't put m back/)
    expect(error.hint).toContain('m at')
    expect(error.hint).toContain(`remove ${file}`)
    expect(journalsOf(of.around)).toEqual([file])
    rmSync(file!)
    expect(await nextStart(of.around)).toEqual([])
  })
})

it('an engine loses the adapter, and its profiler is stopped', async () => {
  const loras = new Set<string>()
  const engine = await startHttpFixture(({ path, json }) => {
    const { lora_name: name = '' } = (json ?? {}) as Record<string, string>
    if (path === '/v1/load_lora_adapter') loras.add(name)
    if (path === '/v1/unload_lora_adapter') loras.delete(name)
    return path === '/v1/models' ? { json: { data: Array.from(loras, (id) => ({ id, root: '/sql' })) } } : {}
  })
  onTestFinished(() => engine.close())
  const plan: ServerPlan = {
    kind: 'openai',
    lora: { name: 'sql', path: '/sql' },
    resetCache: false,
    profile: true,
    ready: readyNow,
  }
  const around = surroundings(engine.url, { model: 'sql' })
  const server = managed(plan, around)
  await server.apply(plan, noSignal)
  expect(journalIn(journalsOf(around)[0]!).left).toMatchObject([{ lora: 'sql', profiling: false }])
  await server.runBegins()
  const [file] = journalsOf(around)
  expect(journalIn(file!).left).toMatchObject([{ lora: 'sql', profiling: true }])
  await asOfDeadProcess(file!)
  expect(await nextStart(around)).toHaveLength(1)
  expect([...loras]).toEqual([])
  expect(engine.requests.at(-1)).toBe('POST /stop_profile')
  expect(journalsOf(around)).toEqual([])
})

describe('a server that was started', () => {
  async function orphan(): Promise<{
    readonly pid: number
    readonly file: string
    readonly around: ServerSurroundings
  }> {
    const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true })
    await once(child, 'spawn')
    onTestFinished(() => void child.kill('SIGKILL'))
    const pid = child.pid!
    const around = surroundings('http://127.0.0.1:9')
    const journal = createServerJournal(around.stateFolder, [around.targetUrl])
    const left = { kind: 'command', url: around.targetUrl, program: 'sleep', process_group: pid } as const
    journal.note({ ...left, started_ticks: startedTicks(pid) })
    await asOfDeadProcess(journal.file!)
    return { pid, file: journal.file!, around }
  }

  it('is ended', async () => {
    const { pid, around } = await orphan()
    await nextStart(around)
    expect(groupIsAlive(pid)).toBe(false)
  })

  it('is not looked for under a number that another has by now', async () => {
    const { pid, file, around } = await orphan()
    const content = journalIn(file)
    const journal = createServerJournal(around.stateFolder, [around.targetUrl])
    const left = content.left[0] as Extract<(typeof content.left)[number], { kind: 'command' }>
    journal.note({ ...left, started_ticks: '1' })
    rmSync(file)
    await asOfDeadProcess(journal.file!)
    await nextStart(around)
    expect(groupIsAlive(pid)).toBe(true)
  })
})
