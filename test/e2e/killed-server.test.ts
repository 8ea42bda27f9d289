import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import { finished, scratch, startTare, type TareResult, tare, underWay } from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

const key = 'a-key-that-no-file-may-have'

interface ClassicServer {
  readonly child: ChildProcess
  readonly inference: string
  readonly management: string
}

/** A dynamic-batching server in a process of its own, with the model `bench` at batch size 2 and one worker. */
async function classic(args: readonly string[] = []): Promise<ClassicServer> {
  const free = ['--port', '0', '--management-port', '0', '--metrics-port', '0']
  const model = ['--model', 'bench', '--batch-size', '2', '--workers', '1', '--worker-start', '5ms']
  const { child } = startTare(['simulate', '--classic', ...free, ...model, ...args])
  onTestFinished(() => void child.kill())
  let text = ''
  return new Promise((resolve) => {
    child.stdout!.on('data', (part: string) => {
      text += part
      const inference = /inference on (\S+)/.exec(text)?.[1]
      const management = /management on (\S+)/.exec(text)?.[1]
      if (inference !== undefined && management !== undefined) resolve({ child, inference, management })
    })
  })
}

/** A plan of sections, each a line of JSON, which is YAML. */
function planFile(sections: Readonly<Record<string, unknown>>): string {
  const path = `${space.run()}.yaml`
  const lines = Object.entries(sections).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

const short = { concurrency: 2, duration: '300ms', warmup: '0s' }
const long = { concurrency: 2, duration: '60s', warmup: '0s' }

/** A folder for what is kept of servers, of this test alone. */
function stateHome(): {
  readonly env: Readonly<Record<string, string>>
  readonly journals: () => readonly string[]
} {
  const home = space.run()
  const folder = join(home, 'tare', 'servers')
  return {
    env: { XDG_STATE_HOME: home, TS_KEY: key },
    journals: () => (existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : []),
  }
}

/** Runs a plan until it sends, and kills it as the kernel does when memory is short. */
async function killedRun(plan: string, env: Readonly<Record<string, string>>): Promise<void> {
  const run = space.run()
  const running = startTare(['run', plan, '--out', run], { env })
  await underWay(run, running)
  running.child.kill('SIGKILL')
  const { status } = await running.result
  expect(status).toBeNull()
}

async function json(url: string, headers: Readonly<Record<string, string>> = {}): Promise<unknown> {
  return (await fetch(url, { headers })).json()
}

/** What the server itself says of `bench`, which mustn't differ before and after. */
async function described({ management }: ClassicServer): Promise<unknown> {
  const models = await json(`${management}/models/bench/all`, { authorization: `Bearer ${key}` })
  return (models as readonly Record<string, unknown>[]).map((model) => ({
    url: model.modelUrl,
    version: model.modelVersion,
    batchSize: model.batchSize,
    maxBatchDelay: model.maxBatchDelay,
    minWorkers: model.minWorkers,
    maxWorkers: model.maxWorkers,
    responseTimeout: model.responseTimeout,
  }))
}

function torchservePlan(server: ClassicServer, more: Readonly<Record<string, unknown>> = {}): string {
  return planFile({
    target: { url: server.inference, api: 'torchserve', model: 'bench' },
    server: {
      kind: 'torchserve',
      management_url: server.management,
      token_env: 'TS_KEY',
      batch_size: 8,
      max_batch_delay_ms: 5,
      min_workers: 3,
    },
    load: long,
    client: { workers: 1 },
    ...more,
  })
}

function told({ stderr }: TareResult): readonly string[] {
  return stderr.split('\n').filter((line) => line.includes('was put back as it had been found'))
}

describe('a server that a killed Tare has left changed', () => {
  test('is put back before the next run, also by one that manages nothing', async () => {
    const server = await classic(['--management-token', key])
    const { env, journals } = stateHome()
    const before = await described(server)
    await killedRun(torchservePlan(server), env)
    expect(await described(server)).toMatchObject([{ batchSize: 8, maxBatchDelay: 5, minWorkers: 3 }])
    expect(journals()).toHaveLength(1)
    expect(readFileSync(journals()[0]!, 'utf8')).not.toContain(key)

    const plain = planFile({
      target: { url: server.inference, api: 'torchserve', model: 'bench' },
      load: short,
      client: { workers: 1 },
    })
    const next = await tare(['run', plain, '--out', space.run()], { env })
    expect(next.status, next.stderr).toBeOneOf(finished)
    expect(told(next)).toEqual([
      expect.stringMatching(/^An earlier Tare \(process \d+, .*\) had left http:\S+ changed/),
    ])
    expect(await described(server)).toEqual(before)
    expect(journals()).toEqual([])
    const after = await tare(['run', plain, '--out', space.run()], { env })
    expect(told(after)).toEqual([])
  })

  test('is put back when the sweep is gone on with, and has nothing of it registered at the end', async () => {
    const server = await classic(['--management-token', key])
    const { env, journals } = stateHome()
    const before = await described(server)
    const plan = torchservePlan(server, {
      server: {
        kind: 'torchserve',
        management_url: server.management,
        token_env: 'TS_KEY',
        model_url: 'newer-v2.0.mar',
        max_batch_delay_ms: 5,
      },
      load: { ...short, duration: '1s' },
      matrix: { axes: { 'server.batch_size': [1, 4, 8] } },
    })
    const folder = space.run()
    const running = startTare(['sweep', plan, '--out', folder], { env })
    await new Promise<void>((resolve) => {
      running.child.stderr!.on('data', (text: string) => {
        if (text.includes('[2 of 3]')) setTimeout(resolve, 700)
      })
      void running.result.then(() => resolve())
    })
    running.child.kill('SIGKILL')
    const killed = await running.result
    expect(killed.status, killed.stderr).toBeNull()
    expect(await described(server)).toHaveLength(2)
    const resumed = await tare(['sweep', '--resume', folder], { env })
    expect(resumed.status, resumed.stderr).toBeOneOf(finished)
    expect(told(resumed)).toHaveLength(1)
    expect(await described(server)).toEqual(before)
    expect(journals()).toEqual([])
    const rows = readFileSync(join(folder, 'cells.ndjson'), 'utf8').split('\n').filter(Boolean)
    expect(rows.map((row) => (JSON.parse(row) as { status: string }).status)).toEqual(
      Array.from({ length: 3 }, () => 'measured'),
    )
  })

  test('is put back by KServe V2’s repository, too', async () => {
    const server = await classic()
    const { env, journals } = stateHome()
    const config = (): Promise<unknown> => json(`${server.inference}/v2/models/bench/config`)
    const before = await config()
    const sections = {
      target: { url: server.inference, api: 'kserve-v2', model: 'bench' },
      server: { kind: 'kserve-v2', batch_size: 16, max_batch_delay_us: 700, instances: 2 },
      client: { workers: 1 },
    }
    await killedRun(planFile({ ...sections, load: long }), env)
    expect(await config()).toMatchObject({ max_batch_size: 16 })
    const other = { ...sections, server: { kind: 'existing' }, load: short }
    const next = await tare(['run', planFile(other), '--out', space.run()], { env })
    expect(next.status, next.stderr).toBeOneOf(finished)
    expect(told(next)).toHaveLength(1)
    expect(await config()).toEqual(before)
    expect(journals()).toEqual([])
  })

  test('is named with what was there when it can’t be put back, until its file is removed', async () => {
    const server = await classic(['--management-token', key])
    const { env, journals } = stateHome()
    await killedRun(torchservePlan(server), env)
    const plain = planFile({
      target: { url: server.inference, api: 'torchserve', model: 'bench' },
      load: short,
      client: { workers: 1 },
    })
    const [file] = journals()
    const refused = await tare(['run', plain, '--out', space.run()], { env: { ...env, TS_KEY: 'another' } })
    expect(refused.status).toBe(2)
    expect(refused.stderr).toMatch(/^error: An earlier Tare .* has left .* changed: can't put bench back/)
    expect(refused.stderr).toContain('1.0 of bench.mar with batch_size=2, max_batch_delay=100, min_worker=1')
    expect(refused.stderr).toContain('The key in TS_KEY is wrong or has expired')
    expect(refused.stderr).toContain(`remove ${file}`)
    expect(journals()).toEqual([file])
    const sweep = torchservePlan(server, { load: short, matrix: { axes: { 'server.batch_size': [1, 4] } } })
    const folder = space.run()
    const ended = await tare(['sweep', sweep, '--out', folder], { env: { ...env, TS_KEY: 'another' } })
    expect(ended.status).toBe(2)
    expect(ended.stderr).toContain(`remove ${file}`)
    expect(readFileSync(join(folder, 'cells.ndjson'), 'utf8').trim()).toBe('')
    rmSync(file!)
    const next = await tare(['run', plain, '--out', space.run()], { env })
    expect(next.status, next.stderr).toBeOneOf(finished)
    expect(told(next)).toEqual([])
  })
})

test('a run that ends well leaves no note of the server', async () => {
  const server = await classic(['--management-token', key])
  const { env, journals } = stateHome()
  const before = await described(server)
  const result = await tare(['run', torchservePlan(server, { load: short }), '--out', space.run()], { env })
  expect(result.status, result.stderr).toBeOneOf(finished)
  expect(await described(server)).toEqual(before)
  expect(journals()).toEqual([])
})
