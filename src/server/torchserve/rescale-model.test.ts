import { describe, expect, it, onTestFinished } from 'vitest'
import { startHttpFixture } from '../fixtures/http-fixture.ts'
import { errorOf, managed, noSignal, readyNow, surroundings } from '../fixtures/managed.ts'
import { described, preloaded, set, state } from '../fixtures/torchserve-set.ts'
import { createHttpClient } from '../http/http-client.ts'
import { createManagementApi } from './management-api.ts'
import { createManagementKey } from './management-key.ts'
import { rescaleModel } from './rescale-model.ts'

const watch = { answered: () => {}, signal: noSignal }
const workersOf = async (of: Awaited<ReturnType<typeof set>>): Promise<unknown> => {
  const [model] = await described(of)
  return [model!.minWorkers, model!.maxWorkers, (model!.workers as readonly unknown[]).length]
}

describe('a model that is set up', () => {
  it('is scaled up and down, and put back as it was found', async () => {
    const of = await set(preloaded)
    const before = await state(of)
    await of.server.apply(of.plan, noSignal)
    for (const workers of [5, 1, 0, 3]) {
      let answers = 0
      expect(await of.server.rescale(workers, { ...watch, answered: () => answers++ })).toBe(workers)
      expect([answers, await workersOf(of)]).toEqual([1, [workers, workers, workers]])
    }
    await of.server.close()
    expect(await state(of)).toEqual(before)
  })

  it('is said to have ignored what it ignores, and can be put back all the same', async () => {
    const of = await set(
      { ...preloaded, faults: [{ kind: 'ignores', setting: 'workers' }] },
      { batchSize: 1, maxBatchDelayMs: 100, minWorkers: 1, maxWorkers: 1, responseTimeoutS: 120 },
    )
    await of.server.apply(of.plan, noSignal)
    const error = await errorOf(of.server.rescale(4, watch))
    expect(error.message).toContain('min_workers: 4 asked for, 1 read; max_workers: 4 asked for, 1 read')
  })

  it('is not scaled once it is put back; until then a change is waited for', async () => {
    const of = await set({ ...preloaded, workerStartMs: 100 })
    const before = await state(of)
    await of.server.apply(of.plan, noSignal)
    const change = of.server.rescale(4, watch)
    await of.server.close()
    await change.catch(() => {})
    expect(await state(of)).toEqual(before)
    expect((await errorOf(of.server.rescale(4, watch))).code).toBe('interrupted')
  })
})

it('a change is settled when the workers that are too many are gone, too', async () => {
  let asked = 0
  const other = await startHttpFixture(({ method }) => {
    if (method === 'PUT') return { json: { status: 'Workers scaled to 1' } }
    const ids = asked++ < 4 ? ['9000', '9001'] : ['9000']
    const workers = ids.map((id) => ({ id, status: 'READY' }))
    const settings = { batchSize: 1, maxBatchDelay: 100, minWorkers: 1, maxWorkers: 1 }
    return { json: [{ modelVersion: '1.0', modelUrl: 'm.mar', ...settings, workers }] }
  })
  onTestFinished(() => other.close())
  const api = createManagementApi({
    client: createHttpClient(other.url, {}),
    timeoutMs: 5000,
    tokenEnv: null,
    key: createManagementKey(null, {}),
  })
  expect(await rescaleModel({ api, model: 'm', version: '1.0', timeoutNs: 5e9 }, 1, watch)).toBe(1)
  expect(asked).toBe(5)
})

it('a model that wasn’t set up isn’t scaled, nor a server of a kind that can’t', async () => {
  const of = await set(preloaded)
  expect((await errorOf(of.server.rescale(2, watch))).message).toContain('after it was set up')
  const other = managed({ kind: 'existing', ready: readyNow }, surroundings('http://127.0.0.1:9'))
  expect((await errorOf(other.rescale(2, watch))).message).toContain("existing can't be scaled")
})
