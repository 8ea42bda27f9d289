import { expect, it, onTestFinished } from 'vitest'
import { startClassicSimulator } from '../../simulator/classic/start-classic-simulator.ts'
import { startHttpFixture } from '../fixtures/http-fixture.ts'
import { errorOf, managed, noSignal, surroundings } from '../fixtures/managed.ts'
import { eight, nothing, repository, serverOf, stored } from './fixtures/model-repository.ts'

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

it('loads a model of which one version is measured, and asks whether that is ready', async () => {
  const of = await repository({ m: null })
  const server = serverOf(of, 'm/versions/2')
  await server.apply(eight, noSignal)
  expect(of.loaded.get('m')).toMatchObject({ max_batch_size: 8 })
  expect(of.fixture.requests).toContain('GET /v2/models/m/versions/2/ready')
  await server.close()
  expect(of.loaded.get('m')).toBeNull()
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
