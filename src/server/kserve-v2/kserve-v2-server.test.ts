import { expect, it, onTestFinished } from 'vitest'
import type { KserveV2Server } from '../../plan/server-plan.ts'
import { startClassicSimulator } from '../../simulator/classic/start-classic-simulator.ts'
import { type HttpFixture, startHttpFixture } from '../fixtures/http-fixture.ts'
import { asOfDeadProcess, journalIn, journalsOf } from '../fixtures/left-behind.ts'
import { errorOf, managed, noSignal, readyNow, surroundings } from '../fixtures/managed.ts'
import type { ManagedServer, ServerSurroundings } from '../managed-server.ts'
import { putBackLeft } from '../put-back-left.ts'
import type { ModelConfig } from './model-config.ts'

/** The model repository extension as Triton has it with --model-control-mode=explicit. */
interface Repository {
  readonly fixture: HttpFixture
  /** Null: not loaded. */
  readonly loaded: Map<string, ModelConfig | null>
  readonly headers: (string | undefined)[]
}

const stored: ModelConfig = {
  max_batch_size: 1,
  dynamic_batching: { max_queue_delay_microseconds: 0 },
  instance_group: [{ name: 'm', kind: 'KIND_CPU', count: 1 }],
}

async function repository(
  models: Readonly<Record<string, ModelConfig | null>>,
  accept: (config: ModelConfig) => ModelConfig | null = (config) => config,
): Promise<Repository> {
  const loaded = new Map(Object.entries(models))
  const headers: (string | undefined)[] = []
  const fixture = await startHttpFixture(({ method, path, json, headers: sent }) => {
    headers.push(sent.authorization)
    if (method === 'POST' && path === '/v2/repository/index') {
      return {
        json: Array.from(loaded, ([name, config]) => ({
          name,
          ...(config && { version: '1', state: 'READY' }),
        })),
      }
    }
    const [, change, verb] = /^\/v2\/repository\/models\/([^/]+)\/(load|unload)$/.exec(path) ?? []
    if (change !== undefined && method === 'POST') {
      if (verb === 'unload') {
        loaded.set(change, null)
        return {}
      }
      const text = (json as { parameters?: { config?: string } }).parameters?.config
      const config = accept(text === undefined ? stored : (JSON.parse(text) as ModelConfig))
      if (config === null) return { status: 400, json: { error: 'failed to load, no version is available' } }
      loaded.set(change, config)
      return {}
    }
    const [, model, what] = /^\/v2\/models\/([^/]+)(?:\/versions\/2)?\/(config|ready)$/.exec(path) ?? []
    const config = loaded.get(model ?? '')
    if (config === undefined || config === null) return { status: 400, json: { error: 'unknown model' } }
    return what === 'config' ? { json: { name: model, platform: 'onnxruntime', ...config } } : {}
  })
  onTestFinished(() => fixture.close())
  return { fixture, loaded, headers }
}

const nothing: KserveV2Server = {
  kind: 'kserve-v2',
  managementUrl: null,
  config: null,
  batchSize: null,
  maxBatchDelayUs: null,
  instances: null,
  ready: { ...readyNow, timeoutNs: 2e9 },
}
const eight: KserveV2Server = { ...nothing, batchSize: 8, maxBatchDelayUs: 500, instances: 2 }

function serverOf(
  { fixture }: Repository,
  model: string | null = 'm',
  more: Partial<ServerSurroundings> = {},
): ManagedServer {
  return managed(eight, surroundings(fixture.url, { model, ...more }))
}

it('loads the model with a merged configuration, reads it back, and puts the former back', async () => {
  const { loaded, ...of } = await repository({ m: stored, other: null })
  const server = serverOf({ ...of, loaded })
  expect(await server.apply(eight, noSignal)).toEqual({
    settings: { batch_size: 8, max_batch_delay_us: 500, instances: 2 },
    pid: null,
  })
  expect(loaded.get('m')).toMatchObject({
    max_batch_size: 8,
    dynamic_batching: { max_queue_delay_microseconds: 500 },
    instance_group: [{ name: 'm', kind: 'KIND_CPU', count: 2 }],
    platform: 'onnxruntime',
  })
  await server.close()
  expect(loaded.get('m')).toMatchObject(stored)
  expect(loaded.get('other')).toBeNull()
})

it('merges each cell over what it found, not over the cell before, and loads only what is new', async () => {
  const of = await repository({ m: stored })
  const server = serverOf(of)
  const loads = (): number => of.fixture.requests.filter((request) => request.endsWith('/load')).length
  await server.apply({ ...nothing, config: { parameters: { a: { string_value: 'x' } } } }, noSignal)
  expect(of.loaded.get('m')).toMatchObject({ parameters: { a: { string_value: 'x' } } })
  await server.apply({ ...nothing, batchSize: 8 }, noSignal)
  expect(of.loaded.get('m')).not.toHaveProperty('parameters')
  expect(loads()).toBe(2)
  await server.apply({ ...nothing, batchSize: 8 }, noSignal)
  expect(loads()).toBe(2)
  await server.apply(nothing, noSignal)
  expect(of.loaded.get('m')).toMatchObject(stored)
  expect(loads()).toBe(3)
})

it('leaves a model alone that has what is asked for', async () => {
  const of = await repository({ m: stored })
  const server = serverOf(of)
  await server.apply({ ...nothing, batchSize: 1 }, noSignal)
  await server.close()
  expect(of.fixture.requests.filter((request) => request.endsWith('load'))).toEqual([])
})

it('unloads a model that was not loaded', async () => {
  const of = await repository({ m: null })
  const server = serverOf(of, null)
  await server.apply(eight, noSignal)
  expect(of.loaded.get('m')).toMatchObject({ max_batch_size: 8 })
  await server.close()
  await server.close()
  expect(of.loaded.get('m')).toBeNull()
  expect(of.fixture.requests.filter((request) => request.endsWith('/unload'))).toHaveLength(1)
})

it('refuses settings that are ignored, and puts back all the same', async () => {
  const of = await repository({ m: stored }, (config) => ({
    ...config,
    max_batch_size: Math.min(4, Number(config.max_batch_size)),
    instance_group: stored.instance_group,
  }))
  const server = serverOf(of)
  const error = await errorOf(server.apply(eight, noSignal))
  expect(error.message).toBe(
    `m at ${of.fixture.url} didn't take its settings (max_batch_size: 8 asked for, 4 read; instance_group[].count: 2 asked for, [1] read)`,
  )
  await server.close()
  expect(of.loaded.get('m')).toMatchObject(stored)
})

it('says why a model can’t be loaded', async () => {
  const of = await repository({ m: stored }, (config) => (config.max_batch_size === 8 ? null : config))
  const server = serverOf(of)
  expect((await errorOf(server.apply(eight, noSignal))).message).toContain(
    'loading m failed: HTTP 400: failed to load, no version is available',
  )
  expect((await server.apply({ ...eight, batchSize: 4 }, noSignal)).settings).toMatchObject({ batch_size: 4 })
})

it('says that Triton lets nobody load models', async () => {
  const closed = await startHttpFixture(({ path }) =>
    path === '/v2/repository/index'
      ? { json: [{ name: 'm', state: 'READY' }] }
      : path.endsWith('/load')
        ? {
            status: 503,
            json: { error: 'explicit model load / unload is not allowed if polling is enabled' },
          }
        : { json: stored },
  )
  onTestFinished(() => closed.close())
  const error = await errorOf(managed(eight, surroundings(closed.url, { model: 'm' })).apply(eight, noSignal))
  expect(error.hint).toContain('--model-control-mode=explicit')
})

it.each([
  [404, 'lacks the model repository extension'],
  [401, 'target.headers'],
])('explains %i to the index', async (status, hint) => {
  const other = await startHttpFixture(() => ({ status }))
  onTestFinished(() => other.close())
  const error = await errorOf(managed(eight, surroundings(other.url, { model: 'm' })).apply(eight, noSignal))
  expect(error.message).toContain(`listing the model repository failed: HTTP ${status}`)
  expect(error.hint).toContain(hint)
})

it('needs the name of one of several models', async () => {
  const of = await repository({ a: stored, b: stored })
  expect((await errorOf(serverOf(of, null).apply(eight, noSignal))).message).toContain('has 2 models: a, b')
  expect((await errorOf(serverOf(of, 'm').apply(eight, noSignal))).message).toContain(
    'has no model m; it has a, b',
  )
})

it('sends the target’s headers to the target, and to no other server', async () => {
  const of = await repository({ m: stored })
  const headers = { authorization: 'Bearer secret' }
  await serverOf(of, 'm', { headers }).apply(eight, noSignal)
  expect(new Set(of.headers)).toEqual(new Set(['Bearer secret']))
  const other = await repository({ m: stored })
  const elsewhere = { ...eight, managementUrl: other.fixture.url }
  await managed(elsewhere, surroundings(of.fixture.url, { model: 'm', headers })).apply(elsewhere, noSignal)
  expect(new Set(other.headers)).toEqual(new Set([undefined]))
})

it('says when it can’t be put back', async () => {
  let isStubborn = false
  const of = await repository({ m: stored }, (config) =>
    isStubborn ? { ...config, max_batch_size: 8 } : config,
  )
  const server = serverOf(of)
  await server.apply(eight, noSignal)
  isStubborn = true
  expect((await errorOf(server.close())).message).toContain(
    `can't put m back at ${of.fixture.url}: max_batch_size is 8, and was 1`,
  )
  isStubborn = false
  await server.close()
  expect(of.loaded.get('m')).toMatchObject(stored)
})

/** MLServer, and any server that has no more than the protocol: no configuration is told, and a load's is passed over. */
function withoutConfigurations(isReady: boolean): Parameters<typeof startHttpFixture>[0] {
  let ready = isReady
  return ({ method, path }) => {
    if (path === '/v2/repository/index')
      return { json: [{ name: 'm', state: ready ? 'READY' : 'UNAVAILABLE', reason: '' }] }
    const [, verb] = /^\/v2\/repository\/models\/m\/(load|unload)$/.exec(path) ?? []
    if (verb !== undefined && method === 'POST') {
      ready = verb === 'load'
      return {}
    }
    if (path === '/v2/models/m/ready')
      return ready ? {} : { status: 404, json: { error: 'Model m not found' } }
    return { status: 404, json: { detail: 'Not Found' } }
  }
}

it('loads and unloads where the server tells no configuration', async () => {
  const server = await startHttpFixture(withoutConfigurations(false))
  onTestFinished(() => server.close())
  const changes = (): readonly string[] => server.requests.filter((request) => request.endsWith('load'))
  const adapter = managed(nothing, surroundings(server.url, { model: 'm' }))
  expect(await adapter.apply(nothing, noSignal)).toEqual({ settings: {}, pid: null })
  await adapter.apply(nothing, noSignal)
  expect(changes()).toEqual(['POST /v2/repository/models/m/load'])
  await adapter.close()
  expect(changes().slice(1)).toEqual(['POST /v2/repository/models/m/unload'])
})

it('leaves a loaded model alone where the server tells no configuration', async () => {
  const server = await startHttpFixture(withoutConfigurations(true))
  onTestFinished(() => server.close())
  const adapter = managed(nothing, surroundings(server.url, { model: 'm' }))
  await adapter.apply(nothing, noSignal)
  await adapter.close()
  expect(server.requests.filter((request) => request.endsWith('load'))).toEqual([])
})

it('loads a model of which one version is measured, and asks whether that is ready', async () => {
  const of = await repository({ m: null })
  const server = serverOf(of, 'm/versions/2')
  await server.apply(eight, noSignal)
  expect(of.loaded.get('m')).toMatchObject({ max_batch_size: 8 })
  expect(of.fixture.requests).toContain('GET /v2/models/m/versions/2/ready')
  await server.close()
  expect(of.loaded.get('m')).toBeNull()
})

it('refuses settings that couldn’t be read back, and loads nothing with them', async () => {
  const server = await startHttpFixture(withoutConfigurations(true))
  onTestFinished(() => server.close())
  const error = await errorOf(managed(eight, surroundings(server.url, { model: 'm' })).apply(eight, noSignal))
  expect(error.message).toBe(
    `m at ${server.url} has no configuration that could be read back, so server.batch_size, server.max_batch_delay_us, server.instances can't be set and checked`,
  )
  expect(error.hint).toContain('server.kind command')
  expect(server.requests.filter((request) => request.endsWith('load'))).toEqual([])
})

it('sets the simulator, sees what it ignores, and puts it back', async () => {
  const models = [{ name: 'm', batchSize: 2, maxBatchDelayMs: 10, workers: 1 }]
  const simulator = await startClassicSimulator({ models, workerStartMs: 5 })
  onTestFinished(() => simulator.close())
  const config = async (): Promise<unknown> =>
    (await fetch(`${simulator.inferenceUrl}/v2/models/m/config`)).json()
  const before = await config()
  const around = surroundings(simulator.inferenceUrl, { model: 'm' })
  const server = managed(eight, around)
  expect((await server.apply(eight, noSignal)).settings).toEqual({
    batch_size: 8,
    max_batch_delay_us: 500,
    instances: 2,
  })
  expect((await server.apply({ ...eight, batchSize: 1 }, noSignal)).settings).toMatchObject({ batch_size: 1 })
  await server.close()
  expect(await config()).toEqual(before)

  const deaf = await startClassicSimulator({
    models,
    faults: [{ kind: 'ignores', setting: 'max_batch_delay' }],
  })
  onTestFinished(() => deaf.close())
  const error = await errorOf(
    managed(eight, surroundings(deaf.inferenceUrl, { model: 'm' })).apply(eight, noSignal),
  )
  expect(error.message).toContain('dynamic_batching.max_queue_delay_microseconds: 500 asked for, 10000 read')
})

it('is put back by the next process with the secrets that the server still has', async () => {
  const secret = { ...stored, parameters: { hf_token: { string_value: 'secret' } } }
  const of = await repository({ m: secret, n: null })
  for (const model of ['m', 'n']) {
    const around = surroundings(of.fixture.url, { model })
    await managed(eight, around).apply(eight, noSignal)
    const [file] = journalsOf(around)
    expect(JSON.stringify(journalIn(file!))).not.toContain('secret')
    await asOfDeadProcess(file!)
    await putBackLeft([of.fixture.url], around, null)
    expect(journalsOf(around)).toEqual([])
  }
  expect(of.loaded.get('m')).toMatchObject(secret)
  expect(of.loaded.get('n')).toBeNull()
})

it('is loaded from its repository when the server has its secrets no more', async () => {
  const secret = { ...stored, parameters: { hf_token: { string_value: 'secret' } } }
  const of = await repository({ m: secret })
  const around = surroundings(of.fixture.url, { model: 'm' })
  await managed(eight, around).apply(eight, noSignal)
  const [file] = journalsOf(around)
  await asOfDeadProcess(file!)
  of.loaded.set('m', null)
  const error = await errorOf(putBackLeft([of.fixture.url], around, null))
  expect(error.message).toContain("can't put m back")
  expect(error.message).toContain('hf_token')
  expect(error.hint).toContain(`remove ${file}`)
})
