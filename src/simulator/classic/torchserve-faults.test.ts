import { expect, test } from 'vitest'
import { startTorchServe, statusOf } from './fixtures/torchserve-apis.ts'

test('settings that are ignored with a smile', async () => {
  const faults = (['batch_size', 'max_batch_delay', 'workers'] as const).map((setting) => ({
    kind: 'ignores' as const,
    setting,
  }))
  const { manage } = await startTorchServe({ faults, models: [{ name: 'there', batchSize: 3 }] })
  const query = 'url=m.mar&batch_size=4&max_batch_delay=7&initial_workers=2&synchronous=true'
  expect((await manage('POST', `/models?${query}`)).status).toBe(200)
  expect((await manage('GET', '/models/m')).json[0]).toMatchObject({
    batchSize: 1,
    maxBatchDelay: 100,
    minWorkers: 0,
  })
  expect((await manage('PUT', '/models/there?min_worker=4&synchronous=true')).status).toBe(200)
  expect((await manage('GET', '/models/there')).json[0]).toMatchObject({ minWorkers: 1, batchSize: 3 })
})

test('workers that never are READY', async () => {
  const { manage } = await startTorchServe({ faults: [{ kind: 'never_ready' }] })
  expect((await manage('POST', '/models?url=a.mar&initial_workers=1&synchronous=false')).status).toBe(202)
  expect((await manage('GET', '/models/a')).json[0].workers).toMatchObject([{ status: 'UNLOADING' }])
  const failed = await manage(
    'POST',
    '/models?url=b.mar&initial_workers=1&synchronous=true&startup_timeout=0',
  )
  expect(failed.json).toMatchObject({ code: 500, type: 'InternalServerException' })
  expect((await manage('GET', '/models/b')).status).toBe(404)
})

test('no management, no metrics, no predictions', async () => {
  const { manage, infer, metrics } = await startTorchServe({
    models: [{ name: 'm' }],
    faults: [
      { kind: 'management_closed' },
      { kind: 'metrics_missing' },
      { kind: 'predict_status', status: 507 },
    ],
  })
  await expect(manage('GET', '/models')).rejects.toThrow('fetch failed')
  expect((await infer('POST', '/v2/repository/index')).status).toBe(503)
  expect((await metrics()).status).toBe(404)
  expect((await infer('POST', '/predictions/m', 'x')).status).toBe(507)
})

test('tokens, refused with 400 as TorchServe does', async () => {
  const { manage, infer } = await startTorchServe({
    managementToken: 'a',
    inferenceToken: 'b',
    models: [{ name: 'm' }],
  })
  expect(statusOf(await manage('GET', '/models'))).toEqual([400, 'InvalidKeyException'])
  expect((await manage('GET', '/models', undefined, { authorization: 'Bearer b' })).status).toBe(400)
  expect((await manage('GET', '/models', undefined, { authorization: 'Bearer a' })).status).toBe(200)
  expect((await infer('POST', '/predictions/m', 'x')).status).toBe(400)
  expect((await infer('POST', '/predictions/m', 'x', { authorization: 'Bearer b' })).status).toBe(200)
  expect((await infer('POST', '/v2/repository/index', '', { authorization: 'Bearer b' })).status).toBe(401)
})
