import { expect, test } from 'vitest'
import { quick } from './fixtures/start-quick.ts'
import { startTorchServe, statusOf } from './fixtures/torchserve-apis.ts'
import { startClassicSimulator } from './start-classic-simulator.ts'

test('a model from its registration to its end', async () => {
  const { manage, infer } = await startTorchServe()
  const query =
    'url=resnet.mar&model_name=m&batch_size=4&max_batch_delay=7&initial_workers=2&synchronous=true'
  expect(statusOf(await manage('POST', `/models?${query}`))).toEqual([
    200,
    'Model "m" Version: 1.0 registered with 2 initial workers',
  ])
  const described = await manage('GET', '/models/m')
  expect(described.json).toHaveLength(1)
  expect(described.json[0]).toMatchObject({
    modelName: 'm',
    modelVersion: '1.0',
    modelUrl: 'resnet.mar',
    minWorkers: 2,
    maxWorkers: 2,
    batchSize: 4,
    maxBatchDelay: 7,
    loadedAtStartup: false,
    workers: [
      { id: '9000', status: 'READY', gpu: false },
      { id: '9001', status: 'READY' },
    ],
    jobQueueStatus: { remainingCapacity: 100, pendingRequests: 0 },
  })
  const prediction = await infer('POST', '/predictions/m', 'abc')
  expect([prediction.status, prediction.json]).toEqual([200, { received_bytes: 3 }])
  expect((await infer('POST', '/predictions/m/1.0', 'abc')).status).toBe(200)
  expect(statusOf(await manage('PUT', '/models/m?min_worker=1&max_worker=1&synchronous=true'))).toEqual([
    200,
    'Workers scaled to 1 for model: m',
  ])
  expect((await manage('GET', '/models/m')).json[0].workers).toHaveLength(1)
  expect(statusOf(await manage('DELETE', '/models/m'))).toEqual([200, 'Model "m" unregistered'])
  expect(statusOf(await manage('GET', '/models/m'))).toEqual([404, 'ModelNotFoundException'])
  expect(statusOf(await infer('POST', '/predictions/m', 'abc'))).toEqual([404, 'ModelNotFoundException'])
})

test("what TorchServe doesn't know it ignores, batch_delay too; defaults are its code's", async () => {
  const { manage } = await startTorchServe()
  await manage('POST', '/models?url=m.mar&batch_size=four&batch_delay=200&color=red')
  expect((await manage('GET', '/models/m')).json[0]).toMatchObject({
    batchSize: 1,
    maxBatchDelay: 100,
    minWorkers: 1,
    workers: [{ status: 'READY' }],
  })
})

test('registers by JSON too', async () => {
  const { manage } = await startTorchServe()
  const body = JSON.stringify({ url: 'm.mar', batch_size: 8, initial_workers: 0, synchronous: false })
  const answer = await manage('POST', '/models', body, { 'content-type': 'application/json' })
  expect(answer.json.status).toContain('registered with 0 initial workers')
  expect((await manage('GET', '/models/m')).json[0]).toMatchObject({ batchSize: 8, workers: [] })
})

test('asynchronous calls answer 202 before workers are READY', async () => {
  const { manage, infer } = await startTorchServe({ workerStartMs: 60_000 })
  const registered = await manage('POST', '/models?url=m.mar&initial_workers=1&synchronous=false')
  expect(statusOf(registered)).toEqual([202, 'Processing worker updates...'])
  expect(statusOf(await manage('PUT', '/models/m?min_worker=2'))).toEqual([
    202,
    'Processing worker updates...',
  ])
  const [model] = (await manage('GET', '/models/m')).json
  expect(model.workers.map((worker: { status: string }) => worker.status)).toEqual(['UNLOADING', 'UNLOADING'])
  expect(statusOf(await infer('GET', '/ping'))).toEqual([500, 'Unhealthy'])
})

test.each([
  ['POST', '/models', 400, 'BadRequestException'],
  ['POST', '/models?url=m.zip', 404, 'ModelNotFoundException'],
  ['POST', '/models?url=../m.mar', 404, 'ModelNotFoundException'],
  ['POST', '/models?url=there.mar', 409, 'ConflictStatusException'],
  ['PATCH', '/models', 405, 'MethodNotAllowedException'],
  ['PATCH', '/models/there', 405, 'MethodNotAllowedException'],
  ['GET', '/models/there/2.0', 404, 'ModelVersionNotFoundException'],
  ['GET', '/models/toString', 404, 'ModelNotFoundException'],
  ['PUT', '/models/there?min_worker=3&max_worker=2', 400, 'BadRequestException'],
  ['PUT', '/models/gone?min_worker=1', 404, 'ModelNotFoundException'],
  ['PUT', '/models/there/2.0/set-default', 404, 'ModelVersionNotFoundException'],
  ['DELETE', '/models/gone', 404, 'ModelNotFoundException'],
  ['GET', '/nothing', 404, 'ResourceNotFoundException'],
  ['GET', '/workflows/gone', 404, 'WorkflowNotFoundException'],
  ['POST', '/workflows?url=w.mar', 404, 'WorkflowNotFoundException'],
] as const)('%s %s is %i', async (method, path, code, type) => {
  const { manage } = await startTorchServe({ models: [{ name: 'there' }] })
  const answer = await manage(method, path)
  expect(answer.json).toMatchObject({ code, type })
  expect(answer.status).toBe(code)
  expect(answer.headers.get('connection')).toBe('close')
})

test('versions: the newest is the default, until another is set', async () => {
  const { manage } = await startTorchServe()
  for (const url of ['m.mar', 'm-v2.0.mar']) await manage('POST', `/models?url=${url}&initial_workers=0`)
  const versionOf = async (path: string) =>
    (await manage('GET', path)).json.map((model: { modelVersion: string }) => model.modelVersion)
  expect(await versionOf('/models/m')).toEqual(['2.0'])
  expect(await versionOf('/models/m/all')).toEqual(['1.0', '2.0'])
  expect(statusOf(await manage('DELETE', '/models/m'))).toEqual([403, 'InvalidModelVersionException'])
  await manage('PUT', '/models/m/1.0/set-default')
  expect(await versionOf('/models/m')).toEqual(['1.0'])
  expect((await manage('DELETE', '/models/m/2.0')).status).toBe(200)
  expect((await manage('DELETE', '/models/m')).status).toBe(200)
  expect((await manage('GET', '/models/m')).status).toBe(404)
})

test('the list comes in pages', async () => {
  const { manage } = await startTorchServe()
  for (const name of ['c', 'a', 'b']) await manage('POST', `/models?url=${name}.mar&initial_workers=0`)
  const page = async (query: string) => (await manage('GET', `/models?${query}`)).json
  expect(await page('limit=2')).toEqual({
    nextPageToken: '2',
    models: [
      { modelName: 'a', modelUrl: 'a.mar' },
      { modelName: 'b', modelUrl: 'b.mar' },
    ],
  })
  expect(await page('limit=2&next_page_token=2')).toEqual({ models: [{ modelName: 'c', modelUrl: 'c.mar' }] })
  expect((await page('limit=-1')).models).toHaveLength(3)
})

test('a full queue is 503, and so is a model without workers', async () => {
  const law = { ...quick, baseNs: 20e6 }
  const { manage, infer } = await startTorchServe({
    law,
    queueLimit: 1,
    models: [{ name: 'm' }, { name: 'idle', workers: 0 }],
  })
  const answers = await Promise.all(Array.from({ length: 6 }, () => infer('POST', '/predictions/m', 'x')))
  const refused = answers.filter((answer) => answer.status === 503)
  expect(refused.length).toBeGreaterThanOrEqual(3)
  expect(refused[0]!.json).toMatchObject({ type: 'ServiceUnavailableException' })
  expect((await infer('POST', '/predictions/idle', 'x')).status).toBe(503)
  expect((await manage('GET', '/models/m')).json[0].jobQueueStatus.pendingRequests).toBe(0)
})

test('scaling down and unregistering end what is in flight with an error', async () => {
  const law = { ...quick, baseNs: 3600e9 }
  const { manage, infer } = await startTorchServe({ law, models: [{ name: 'm' }] })
  const pending = async (): Promise<number> =>
    (await manage('GET', '/models/m')).json[0].jobQueueStatus.pendingRequests
  const served = infer('POST', '/predictions/m', 'x')
  const waiting = infer('POST', '/predictions/m', 'x')
  while ((await pending()) < 1);
  await manage('DELETE', '/models/m')
  const codes = [(await served).status, (await waiting).status]
  // Which of the two came first isn't known.
  expect(new Set(codes)).toEqual(new Set([500, 503]))
})

test("KServe's v1, and whether a model is ready", async () => {
  const { manage, infer } = await startTorchServe({ models: [{ name: 'm' }] })
  const answer = await infer('POST', '/v1/models/m:predict', '{"instances":[[1],[2]]}')
  expect([answer.status, answer.json.predictions]).toEqual([200, [0, 1]])
  expect((await infer('POST', '/v1/models/m:predict', '{"instances":1}')).status).toBe(400)
  expect((await infer('POST', '/v1/models/m:predict', '{')).status).toBe(400)
  expect((await infer('GET', '/v1/models/m:predict')).status).toBe(405)
  expect((await manage('GET', '/v1/models/m')).json).toEqual({ name: 'm', ready: true })
})

test('a workflow from its registration to its end', async () => {
  const { manage, infer } = await startTorchServe()
  expect((await manage('POST', '/workflows?url=w.war')).json.status).toBe(
    'Workflow w has been registered and scaled successfully.',
  )
  expect((await manage('POST', '/workflows?url=w.war')).status).toBe(409)
  expect((await manage('GET', '/workflows')).json).toEqual({
    workflows: [{ workflowName: 'w', workflowUrl: 'w.war' }],
  })
  expect((await manage('GET', '/workflows/w')).json[0]).toMatchObject({ workflowName: 'w', minWorkers: 1 })
  expect((await infer('POST', '/wfpredict/w', 'ab')).json).toEqual({ received_bytes: 2 })
  expect((await manage('GET', '/models')).json.models).toEqual([])
  expect((await manage('DELETE', '/workflows/w')).status).toBe(200)
  expect((await infer('POST', '/wfpredict/w', 'ab')).status).toBe(404)
})

test('a port that is taken is an error of use, and nothing is left listening', async () => {
  const { simulator } = await startTorchServe()
  const port = Number(new URL(simulator.metricsUrl).port)
  await expect(startClassicSimulator({ metricsPort: port })).rejects.toMatchObject({ code: 'usage' })
})
