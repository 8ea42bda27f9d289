import { describe, expect, it, onTestFinished } from 'vitest'
import { startHttpFixture } from '../fixtures/http-fixture.ts'
import { errorOf, managed, noSignal, readyNow } from '../fixtures/managed.ts'
import { type Described, described, preloaded, set, state } from '../fixtures/torchserve-set.ts'
import type { ManagedServer } from '../managed-server.ts'

describe('settings that are ignored', () => {
  it.each([
    ['batch_size', 'batch_size: 4 asked for, 1 read'],
    ['max_batch_delay', 'max_batch_delay_ms: 20 asked for, 100 read'],
    ['workers', 'min_workers: 2 asked for, 0 read; max_workers: 2 asked for, 0 read'],
  ] as const)('are refused: %s', async (setting, words) => {
    const of = await set({ ...preloaded, faults: [{ kind: 'ignores', setting }] }, { responseTimeoutS: 120 })
    const error = await errorOf(of.server.apply(of.plan, noSignal))
    expect(error.code).toBe('server')
    expect(error.message).toContain(words)
    expect(error.hint).toContain('model-config.yaml')
  })
})

describe('what stands in the way', () => {
  it('is a server that never gets ready, and is put back all the same', async () => {
    const of = await set({ faults: [{ kind: 'never_ready' }] }, { modelUrl: 'm.mar' })
    const asked = { ...of.plan, minWorkers: 1, maxWorkers: 1, ready: { ...readyNow, timeoutNs: 0.3e9 } }
    const error = await errorOf(of.server.apply(asked, noSignal))
    expect(error.code).toBe('server')
    await of.server.close()
    expect(await described(of)).toEqual([])
  })

  it('is a management port that is closed', async () => {
    const of = await set({ ...preloaded, faults: [{ kind: 'management_closed' }] })
    const error = await errorOf(of.server.apply(of.plan, noSignal))
    expect(error.message).toContain(`${of.plan.managementUrl}/models/m/all: nothing listens there`)
  })

  it('is a port that speaks another API', async () => {
    const other = await startHttpFixture(() => ({ json: { hello: 'world' } }))
    onTestFinished(() => other.close())
    const of = await set({}, { managementUrl: other.url })
    const error = await errorOf(of.server.apply(of.plan, noSignal))
    expect(error.message).toContain("doesn't answer as TorchServe's management API")
    expect(error.hint).toContain('8081')
  })

  it('is a token that is wanted, wrong, or not set', async () => {
    const of = await set({ ...preloaded, managementToken: 'secret' })
    const wanted = await errorOf(of.server.apply(of.plan, noSignal))
    expect(wanted.message).toContain('HTTP 400: Token Authorization failed')
    expect(wanted.hint).toContain('server.token_env')
    expect(wanted.hint).toContain('--disable-token-auth')
    const asked = { ...of.plan, tokenEnv: 'TARE_TEST_KEY' }
    const withKey = (key: string | undefined): ManagedServer =>
      managed(asked, { ...of.around, env: { TARE_TEST_KEY: key } })
    expect((await errorOf(withKey(undefined).apply(asked, noSignal))).message).toContain("isn't set")
    const wrong = await errorOf(withKey('wrong').apply(asked, noSignal))
    expect(wrong.hint).toContain('The key in TARE_TEST_KEY is wrong or has expired')
    expect(JSON.stringify([wrong.message, wrong.hint])).not.toContain('secret')
    expect((await withKey('secret').apply(asked, noSignal)).settings).toMatchObject({ batch_size: 4 })
  })

  it.each([
    [405, 'start TorchServe with --enable-model-api'],
    [507, 'fewer workers'],
    [500, 'model_log.log'],
    [403, 'allowed to this client'],
  ])('is an answer %i to a registration', async (status, hint) => {
    const other = await startHttpFixture(({ method }) => ({ status: method === 'POST' ? status : 404 }))
    onTestFinished(() => other.close())
    const of = await set({}, { managementUrl: other.url, modelUrl: 'm.mar' })
    const error = await errorOf(of.server.apply(of.plan, noSignal))
    expect(error.message).toContain(`registering m.mar as m failed: HTTP ${status}`)
    expect(error.hint).toContain(hint)
  })
})

it('is put back when its registration failed after it was unregistered, and measured on in the next cell', async () => {
  const of = await set(preloaded)
  const noRoom = await startHttpFixture(async ({ method, path, query }) => {
    if (query.get('batch_size') === '16') return { status: 507, json: { message: 'Out of memory' } }
    const answer = await fetch(`${of.simulator.managementUrl}${path}?${query.toString()}`, { method })
    return { status: answer.status, json: await answer.json() }
  })
  onTestFinished(() => noRoom.close())
  const before = await state(of)
  const plan = { ...of.plan, managementUrl: noRoom.url }
  const server = managed(plan, of.around)
  const error = await errorOf(server.apply({ ...plan, batchSize: 16 }, noSignal))
  expect(error.message).toContain('HTTP 507: Out of memory')
  expect(await described(of)).toEqual([])
  await server.close()
  expect(await state(of)).toEqual(before)

  const next = managed(plan, of.around)
  await errorOf(next.apply({ ...plan, batchSize: 16 }, noSignal))
  expect((await next.apply(plan, noSignal)).settings).toMatchObject({ batch_size: 4, workers: 2 })
  await next.close()
  expect(await state(of)).toEqual(before)
})

it('is interrupted between its steps, and then put back', async () => {
  const of = await set({ ...preloaded, workerStartMs: 300 })
  const before = await state(of)
  const stop = new AbortController()
  const applied = errorOf(of.server.apply(of.plan, stop.signal))
  // The model is unregistered, and being registered again.
  await expect.poll(async () => (await described(of))[0]?.batchSize, { interval: 5 }).toBe(4)
  stop.abort()
  await of.server.close()
  expect((await applied).code).toBe('interrupted')
  expect(await state(of)).toEqual(before)
})

it('says how to put it back when the server is gone', async () => {
  const of = await set(preloaded)
  await of.server.apply(of.plan, noSignal)
  await of.simulator.close()
  const error = await errorOf(of.server.close())
  expect(error.message).toContain("can't put m back on TorchServe")
  expect(error.hint).toContain(
    '1.0 of m.mar with batch_size=1, max_batch_delay=100, min_worker=1, max_worker=1',
  )
  expect((await errorOf(of.server.close())).message).toContain("can't put m back")
})

describe('an older TorchServe', () => {
  it('answers 206 while workers still start, and tells no timeouts', async () => {
    let scaled = 0
    const model = (): Described => ({
      modelVersion: '1.0',
      modelUrl: 'm.mar',
      batchSize: 4,
      maxBatchDelay: 20,
      minWorkers: 2,
      maxWorkers: 2,
      workers: [
        { id: '9000', status: 'READY' },
        { id: '9001', status: scaled++ < 12 ? 'UNLOADING' : 'READY' },
      ],
    })
    const other = await startHttpFixture(({ method }) =>
      method === 'PUT'
        ? { status: 206, json: { status: 'Workers scaling in progress...' } }
        : { json: [model()] },
    )
    onTestFinished(() => other.close())
    const of = await set({}, { managementUrl: other.url })
    expect((await of.server.apply(of.plan, noSignal)).settings).toEqual({
      model_version: '1.0',
      batch_size: 4,
      max_batch_delay_ms: 20,
      min_workers: 2,
      max_workers: 2,
      workers: 2,
    })
    expect(other.requests).not.toContain('POST /models')
    const late = { ...of.plan, ready: { ...readyNow, timeoutNs: 0.1e9 } }
    scaled = -1e9
    expect((await errorOf(of.server.apply(late, noSignal))).message).toContain(
      '1 of 2 workers are READY, worker 9001 is UNLOADING',
    )
  })
})
