import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { type Answer, call } from './fixtures/call.ts'
import {
  type ClassicOptions,
  type RunningClassicSimulator,
  startClassicSimulator,
} from './start-classic-simulator.ts'

const fast = { kind: 'deterministic', baseNs: 1e6, perItemNs: 0, sigma: 0 } as const

let simulator: RunningClassicSimulator | undefined
afterEach(async () => simulator?.close())

async function start(options: ClassicOptions = {}) {
  simulator = await startClassicSimulator({ law: fast, workerStartMs: 1, ...options })
  const { inferenceUrl, managementUrl, metricsUrl } = simulator
  return {
    manage: (
      method: string,
      path: string,
      body?: string,
      headers?: Record<string, string>,
    ): Promise<Answer> => call(method, managementUrl + path, body, headers),
    infer: (method: string, path: string, body?: string, headers?: Record<string, string>): Promise<Answer> =>
      call(method, inferenceUrl + path, body, headers),
    metrics: (query = ''): Promise<Answer> => call('GET', `${metricsUrl}/metrics${query}`),
  }
}

function status(answer: Answer): readonly [number, unknown] {
  return [answer.status, answer.json.status ?? answer.json.type]
}

test('a model from its registration to its end', async () => {
  const { manage, infer } = await start()
  const query =
    'url=resnet.mar&model_name=m&batch_size=4&max_batch_delay=7&initial_workers=2&synchronous=true'
  expect(status(await manage('POST', `/models?${query}`))).toEqual([
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
  expect(status(await manage('PUT', '/models/m?min_worker=1&max_worker=1&synchronous=true'))).toEqual([
    200,
    'Workers scaled to 1 for model: m',
  ])
  expect((await manage('GET', '/models/m')).json[0].workers).toHaveLength(1)
  expect(status(await manage('DELETE', '/models/m'))).toEqual([200, 'Model "m" unregistered'])
  expect(status(await manage('GET', '/models/m'))).toEqual([404, 'ModelNotFoundException'])
  expect(status(await infer('POST', '/predictions/m', 'abc'))).toEqual([404, 'ModelNotFoundException'])
})

test("what TorchServe doesn't know it ignores, batch_delay too; defaults are its code's", async () => {
  const { manage } = await start()
  await manage('POST', '/models?url=m.mar&batch_size=four&batch_delay=200&color=red')
  expect((await manage('GET', '/models/m')).json[0]).toMatchObject({
    batchSize: 1,
    maxBatchDelay: 100,
    minWorkers: 1,
    workers: [{ status: 'READY' }],
  })
})

test('registers by JSON too', async () => {
  const { manage } = await start()
  const body = JSON.stringify({ url: 'm.mar', batch_size: 8, initial_workers: 0, synchronous: false })
  const answer = await manage('POST', '/models', body, { 'content-type': 'application/json' })
  expect(answer.json.status).toContain('registered with 0 initial workers')
  expect((await manage('GET', '/models/m')).json[0]).toMatchObject({ batchSize: 8, workers: [] })
})

test('asynchronous calls answer 202 before workers are READY', async () => {
  const { manage, infer } = await start({ workerStartMs: 60_000 })
  const registered = await manage('POST', '/models?url=m.mar&initial_workers=1&synchronous=false')
  expect(status(registered)).toEqual([202, 'Processing worker updates...'])
  expect(status(await manage('PUT', '/models/m?min_worker=2'))).toEqual([202, 'Processing worker updates...'])
  const [model] = (await manage('GET', '/models/m')).json
  expect(model.workers.map((worker: { status: string }) => worker.status)).toEqual(['UNLOADING', 'UNLOADING'])
  expect(status(await infer('GET', '/ping'))).toEqual([500, 'Unhealthy'])
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
  const { manage } = await start({ models: [{ name: 'there' }] })
  const answer = await manage(method, path)
  expect(answer.json).toMatchObject({ code, type })
  expect(answer.status).toBe(code)
  expect(answer.headers.get('connection')).toBe('close')
})

test('versions: the newest is the default, until another is set', async () => {
  const { manage } = await start()
  for (const url of ['m.mar', 'm-v2.0.mar']) await manage('POST', `/models?url=${url}&initial_workers=0`)
  const versionOf = async (path: string) =>
    (await manage('GET', path)).json.map((model: { modelVersion: string }) => model.modelVersion)
  expect(await versionOf('/models/m')).toEqual(['2.0'])
  expect(await versionOf('/models/m/all')).toEqual(['1.0', '2.0'])
  expect(status(await manage('DELETE', '/models/m'))).toEqual([403, 'InvalidModelVersionException'])
  await manage('PUT', '/models/m/1.0/set-default')
  expect(await versionOf('/models/m')).toEqual(['1.0'])
  expect((await manage('DELETE', '/models/m/2.0')).status).toBe(200)
  expect((await manage('DELETE', '/models/m')).status).toBe(200)
  expect((await manage('GET', '/models/m')).status).toBe(404)
})

test('the list comes in pages', async () => {
  const { manage } = await start()
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
  const law = { ...fast, baseNs: 20e6 }
  const { manage, infer } = await start({
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
  const law = { ...fast, baseNs: 3600e9 }
  const { manage, infer } = await start({ law, models: [{ name: 'm' }] })
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
  const { manage, infer } = await start({ models: [{ name: 'm' }] })
  const answer = await infer('POST', '/v1/models/m:predict', '{"instances":[[1],[2]]}')
  expect([answer.status, answer.json.predictions]).toEqual([200, [0, 1]])
  expect((await infer('POST', '/v1/models/m:predict', '{"instances":1}')).status).toBe(400)
  expect((await infer('POST', '/v1/models/m:predict', '{')).status).toBe(400)
  expect((await infer('GET', '/v1/models/m:predict')).status).toBe(405)
  expect((await manage('GET', '/v1/models/m')).json).toEqual({ name: 'm', ready: true })
})

test('a workflow from its registration to its end', async () => {
  const { manage, infer } = await start()
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

test('metrics: counters, sums and gauges, once they are something', async () => {
  const { infer, metrics } = await start({ models: [{ name: 'm', batchSize: 2, maxBatchDelayMs: 5000 }] })
  expect((await metrics()).text).not.toContain('ts_inference')
  await Promise.all([infer('POST', '/predictions/m', 'x'), infer('POST', '/predictions/m', 'x')])
  const { text, headers } = await metrics()
  expect(headers.get('content-type')).toContain('version=0.0.4')
  expect(text).toMatch(/^# TYPE ts_inference_requests_total counter$/m)
  const value = (name: string): number => Number(new RegExp(`^${name}{[^}]*,} (\\S+)$`, 'm').exec(text)![1])
  expect(value('ts_inference_requests_total')).toBe(2)
  expect(value('ts_inference_latency_microseconds')).toBeGreaterThanOrEqual(2000)
  expect(value('ts_queue_latency_microseconds')).toBeGreaterThanOrEqual(0)
  expect(value('PredictionTime')).toBe(1)
  expect(value('WorkerLoadTime')).toBe(1)
  expect(value('Requests2XX')).toBe(2)
  expect(value('MemoryUtilization')).toBeGreaterThan(0)
  expect(text).toContain('ts_inference_requests_total{model_name="m",model_version="default",hostname="')
  const only = (await metrics('?name[]=QueueTime')).text
  expect(only).toContain('QueueTime')
  expect(only).not.toContain('HandlerTime')
})

test('the log has a line for each request and one for each batch', async () => {
  const metricsLog = join(await mkdtemp(join(tmpdir(), 'tare-classic-')), 'ts_metrics.log')
  const { infer } = await start({ metricsLog, models: [{ name: 'm', batchSize: 2, maxBatchDelayMs: 5000 }] })
  await Promise.all([infer('POST', '/predictions/m', 'x'), infer('POST', '/predictions/m', 'x')])
  await simulator!.close()
  const lines = readFileSync(metricsLog, 'utf8').trimEnd().split('\n')
  expect(lines.filter((line) => line.includes(' TS_METRICS - QueueTime.Milliseconds:'))).toHaveLength(2)
  const batches = lines.filter((line) =>
    line.includes(' MODEL_METRICS - PredictionTime.ms:1|#ModelName:m,Level:Model|#'),
  )
  expect(batches).toHaveLength(1)
  expect(batches[0]).toMatch(/requestID:[-0-9a-f]{36},[-0-9a-f]{36},timestamp:\d+$/)
})

test('faults: settings that are ignored with a smile', async () => {
  const faults = (['batch_size', 'max_batch_delay', 'workers'] as const).map((setting) => ({
    kind: 'ignores' as const,
    setting,
  }))
  const { manage } = await start({ faults, models: [{ name: 'there', batchSize: 3 }] })
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

test('faults: workers that never are READY', async () => {
  const { manage } = await start({ faults: [{ kind: 'never_ready' }] })
  expect((await manage('POST', '/models?url=a.mar&initial_workers=1&synchronous=false')).status).toBe(202)
  expect((await manage('GET', '/models/a')).json[0].workers).toMatchObject([{ status: 'UNLOADING' }])
  const failed = await manage(
    'POST',
    '/models?url=b.mar&initial_workers=1&synchronous=true&startup_timeout=0',
  )
  expect(failed.json).toMatchObject({ code: 500, type: 'InternalServerException' })
  expect((await manage('GET', '/models/b')).status).toBe(404)
})

test('faults: no management, no metrics, no predictions', async () => {
  const { manage, infer, metrics } = await start({
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
  const { manage, infer } = await start({
    managementToken: 'a',
    inferenceToken: 'b',
    models: [{ name: 'm' }],
  })
  expect(status(await manage('GET', '/models'))).toEqual([400, 'InvalidKeyException'])
  expect((await manage('GET', '/models', undefined, { authorization: 'Bearer b' })).status).toBe(400)
  expect((await manage('GET', '/models', undefined, { authorization: 'Bearer a' })).status).toBe(200)
  expect((await infer('POST', '/predictions/m', 'x')).status).toBe(400)
  expect((await infer('POST', '/predictions/m', 'x', { authorization: 'Bearer b' })).status).toBe(200)
  expect((await infer('POST', '/v2/repository/index', '', { authorization: 'Bearer b' })).status).toBe(401)
})

test('a port that is taken is an error of use, and nothing is left listening', async () => {
  await start()
  const port = Number(new URL(simulator!.metricsUrl).port)
  await expect(startClassicSimulator({ metricsPort: port })).rejects.toMatchObject({ code: 'usage' })
})
