import { describe, expect, it } from 'vitest'
import { errorOf, noSignal } from '../fixtures/managed.ts'
import { call, type Described, described, preloaded, set, state } from '../fixtures/torchserve-set.ts'

describe('a model that is registered', () => {
  it('gets the settings of a cell, which are read back', async () => {
    const of = await set(preloaded)
    expect(await of.server.apply(of.plan, noSignal)).toEqual({
      settings: {
        model_version: '1.0',
        batch_size: 4,
        max_batch_delay_ms: 20,
        min_workers: 2,
        max_workers: 2,
        workers: 2,
        response_timeout_s: 60,
      },
      pid: null,
    })
    const [model] = await described(of)
    expect(model).toMatchObject({
      batchSize: 4,
      maxBatchDelay: 20,
      minWorkers: 2,
      maxWorkers: 2,
      responseTimeout: 60,
    })
    expect(
      (await fetch(`${of.simulator.inferenceUrl}/predictions/m`, { method: 'POST', body: 'x' })).status,
    ).toBe(200)
  })

  it('is put back as it was, once, however often it is closed', async () => {
    const of = await set(preloaded)
    const before = await state(of)
    await of.server.apply(of.plan, noSignal)
    await of.server.apply({ ...of.plan, batchSize: 8, minWorkers: 1, maxWorkers: 3 }, noSignal)
    expect(await state(of)).not.toEqual(before)
    await Promise.all([of.server.close(), of.server.close()])
    expect(await state(of)).toEqual(before)
    await call(of, 'PUT', '/models/m/1.0?min_worker=3&max_worker=3&synchronous=true')
    await of.server.close()
    expect((await described(of))[0]).toMatchObject({ minWorkers: 3 })
  })

  it('is left alone when nothing was applied', async () => {
    const of = await set(preloaded)
    const before = await described(of)
    await of.server.close()
    expect(await described(of)).toEqual(before)
  })

  it('is registered anew only for what needs it', async () => {
    const of = await set(preloaded)
    await of.server.apply(of.plan, noSignal)
    const ids = async (): Promise<unknown> =>
      ((await described(of))[0]!.workers as readonly Described[]).map(({ id }) => id)
    const before = await ids()
    await of.server.apply(of.plan, noSignal)
    expect(await ids()).toEqual(before)
    await of.server.apply({ ...of.plan, maxBatchDelayMs: 21 }, noSignal)
    expect(await ids()).not.toEqual(before)
  })

  it('has as many workers as the least, whatever the cell before had', async () => {
    const of = await set(preloaded)
    await of.server.apply({ ...of.plan, minWorkers: 4, maxWorkers: 4 }, noSignal)
    const { settings } = await of.server.apply({ ...of.plan, minWorkers: 2, maxWorkers: 3 }, noSignal)
    expect(settings).toMatchObject({ min_workers: 2, max_workers: 3, workers: 2 })
  })

  it('is found without a name when it is the only one', async () => {
    const of = await set(preloaded, {}, null)
    expect((await of.server.apply(of.plan, noSignal)).settings).toMatchObject({ batch_size: 4 })
  })

  it('is asked for by name when there are several, and when there is none such', async () => {
    const several = await set({ models: [{ name: 'a' }, { name: 'b' }] }, {}, null)
    const error = await errorOf(several.server.apply(several.plan, noSignal))
    expect(error.message).toContain('has several models: a, b')
    const none = await set(preloaded, {}, 'other')
    expect((await errorOf(none.server.apply(none.plan, noSignal))).message).toContain(
      'no model other; it has m',
    )
  })
})

describe('a model that is registered by Tare', () => {
  it('is gone afterwards', async () => {
    const of = await set({}, { modelUrl: 'resnet-v2.0.mar' })
    expect((await of.server.apply(of.plan, noSignal)).settings).toMatchObject({
      model_version: '2.0',
      workers: 2,
    })
    await of.server.apply({ ...of.plan, batchSize: 16 }, noSignal)
    await of.server.close()
    expect(await described(of)).toEqual([])
  })

  it('is what requests reach, beside the versions that were there, which are default again afterwards', async () => {
    const of = await set(preloaded)
    await call(of, 'POST', '/models?url=older-v0.5.mar&model_name=m&initial_workers=1&synchronous=true')
    await call(of, 'PUT', '/models/m/0.5/set-default')
    const before = await state(of)
    await of.server.apply({ ...of.plan, modelUrl: 'newer-v3.0.mar' }, noSignal)
    expect(await described(of)).toHaveLength(3)
    expect((await described(of, 'm'))[0]).toMatchObject({ modelVersion: '3.0', batchSize: 4 })
    await of.server.apply({ ...of.plan, modelUrl: 'newest-v4.0.mar' }, noSignal)
    expect(
      (await described(of))
        .map(({ modelVersion }) => String(modelVersion))
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['0.5', '1.0', '4.0'])
    await of.server.close()
    expect(await state(of)).toEqual(before)
  })

  it('is the default while it is measured, also when it needs no registering', async () => {
    const of = await set(preloaded, { modelUrl: 'older-v0.5.mar' })
    const settings = 'batch_size=4&max_batch_delay=20&response_timeout=60&initial_workers=1&synchronous=true'
    await call(of, 'POST', `/models?url=older-v0.5.mar&model_name=m&${settings}`)
    await call(of, 'PUT', '/models/m/1.0/set-default')
    const before = await state(of)
    await of.server.apply(of.plan, noSignal)
    expect((await described(of, 'm'))[0]).toMatchObject({ modelVersion: '0.5' })
    await of.server.close()
    expect(await state(of)).toEqual(before)
  })

  it('is changed in place when it is there already, though it is the default of several', async () => {
    const of = await set(preloaded, { modelUrl: 'm.mar' })
    await call(of, 'POST', '/models?url=older-v0.5.mar&model_name=m&initial_workers=1&synchronous=true')
    await call(of, 'PUT', '/models/m/1.0/set-default')
    await of.server.apply(of.plan, noSignal)
    expect((await described(of, 'm'))[0]).toMatchObject({ modelVersion: '1.0', batchSize: 4 })
    await of.server.close()
    expect((await described(of, 'm'))[0]).toMatchObject({ modelVersion: '1.0', batchSize: 1, minWorkers: 1 })
    expect(await described(of)).toHaveLength(2)
  })

  it('conflicts with another archive of the same version', async () => {
    const of = await set(preloaded, { modelUrl: 'other.mar' })
    const before = await state(of)
    const error = await errorOf(of.server.apply(of.plan, noSignal))
    expect(error.message).toContain('HTTP 409: Model version 1.0 is already registered for model m')
    expect(error.hint).toContain('Unregister that version first')
    await of.server.close()
    expect(await state(of)).toEqual(before)
  })

  it('needs a name, and an archive that is there', async () => {
    const unnamed = await set({}, { modelUrl: 'm.mar' }, null)
    expect((await errorOf(unnamed.server.apply(unnamed.plan, noSignal))).hint).toContain('target.model')
    const missing = await set({}, { modelUrl: 'm.zip' })
    const error = await errorOf(missing.server.apply(missing.plan, noSignal))
    expect(error.message).toContain('HTTP 404: Model not found in model store: m.zip')
    expect(error.hint).toContain('model store')
  })
})
