import { expect, test } from 'vitest'
import { type Answer, call } from './fixtures/call.ts'
import { quick, startQuick } from './fixtures/start-quick.ts'
import type { ClassicOptions, RunningClassicSimulator } from './start-classic-simulator.ts'

let simulator: RunningClassicSimulator

type Ask = (method: string, path: string, body?: unknown) => Promise<Answer>

async function start(options: ClassicOptions = {}): Promise<Ask> {
  simulator = await startQuick(options)
  const { inferenceUrl } = simulator
  return (method, path, body) =>
    call(method, `${inferenceUrl}/v2${path}`, typeof body === 'string' ? body : JSON.stringify(body))
}

/** The body of a load with this configuration. */
function config(value: unknown): object {
  return { parameters: { config: JSON.stringify(value) } }
}

/** A request of so many rows of 0 … 15. */
function rows(count: number): { inputs: Record<string, unknown>[]; [field: string]: unknown } {
  const data = Array.from({ length: 16 * count }, (_, index) => index % 16)
  return { inputs: [{ name: 'INPUT0', datatype: 'FP32', shape: [count, 16], data }] }
}

const batched = { max_batch_size: 8, dynamic_batching: { max_queue_delay_microseconds: 5_000_000 } }

test('health and metadata of the server', async () => {
  const ask = await start()
  expect((await ask('GET', '/health/live')).status).toBe(200)
  expect((await ask('GET', '/health/ready')).status).toBe(200)
  expect((await ask('GET', '')).json).toMatchObject({
    extensions: expect.arrayContaining(['model_repository']),
  })
  expect((await ask('GET', '/nothing')).status).toBe(404)
})

test('a model from its load to its unload, with its settings read back', async () => {
  const ask = await start()
  const load = config({ ...batched, instance_group: [{ count: 2, kind: 'KIND_CPU' }, { count: 1 }] })
  expect(await ask('POST', '/repository/models/m/load', load)).toMatchObject({ status: 200, text: '' })
  expect((await ask('GET', '/models/m/ready')).status).toBe(200)
  expect((await ask('GET', '/models/m/versions/1/ready')).status).toBe(200)
  expect((await ask('GET', '/models/m/config')).json).toMatchObject({
    name: 'm',
    max_batch_size: 8,
    dynamic_batching: { max_queue_delay_microseconds: 5_000_000 },
    instance_group: [{ count: 3 }],
  })
  expect((await ask('GET', '/models/m')).json).toMatchObject({
    name: 'm',
    versions: ['1'],
    inputs: [{ name: 'INPUT0', datatype: 'FP32', shape: [-1, 16] }],
    outputs: [{ name: 'OUTPUT0', datatype: 'FP32', shape: [-1, 4] }],
  })
  expect((await ask('POST', '/repository/index')).json).toEqual([
    { name: 'm', version: '1', state: 'READY', reason: '' },
  ])
  expect((await ask('POST', '/repository/models/m/unload')).status).toBe(200)
  expect((await ask('GET', '/models/m/ready')).status).toBe(400)
  expect((await ask('GET', '/models/m')).json.error).toContain("unknown model: 'm'")
  expect((await ask('POST', '/repository/index')).json).toMatchObject([
    { state: 'UNAVAILABLE', reason: 'unloaded' },
  ])
  expect((await ask('POST', '/repository/index', { ready: true })).json).toEqual([])
  expect((await ask('POST', '/repository/models/m/unload')).status).toBe(400)
})

test('a configuration is the whole of it: what it leaves out has its default; none keeps the one before', async () => {
  const ask = await start()
  await ask('POST', '/repository/models/m/load', config(batched))
  await ask('POST', '/repository/models/m/load')
  expect((await ask('GET', '/models/m/config')).json).toMatchObject(batched)
  await ask('POST', '/repository/models/m/load', config({ max_batch_size: '2' }))
  const after = (await ask('GET', '/models/m/config')).json
  expect(after).toMatchObject({ max_batch_size: 2, instance_group: [{ count: 1 }] })
  expect(after).not.toHaveProperty('dynamic_batching')
})

test('infer answers an output of the shape that was asked for', async () => {
  const ask = await start()
  await ask('POST', '/repository/models/m/load', config(batched))
  const full = { id: 'a', ...rows(8) }
  expect((await ask('POST', '/models/m/infer', full)).json).toMatchObject({
    id: 'a',
    model_name: 'm',
    model_version: '1',
    outputs: [
      { name: 'OUTPUT0', datatype: 'FP32', shape: [8, 4], data: expect.arrayContaining([6, 22, 38, 54]) },
    ],
  })
  const nested = rows(8)
  nested.inputs[0]!.data = Array.from({ length: 8 }, () => Array(16).fill(1))
  expect((await ask('POST', '/models/m/versions/1/infer', nested)).json.outputs[0].data).toEqual(
    Array(32).fill(4),
  )
})

test('without max_batch_size there is no batch dimension', async () => {
  const ask = await start()
  await ask('POST', '/repository/models/m/load', config({}))
  expect((await ask('GET', '/models/m')).json.inputs[0].shape).toEqual([16])
  const request = rows(1)
  request.inputs[0]!.shape = [16]
  expect((await ask('POST', '/models/m/infer', request)).json.outputs[0].shape).toEqual([4])
})

const input = rows(1).inputs[0]!

test.each([
  ['no JSON', '{', 'failed to parse the request JSON buffer'],
  ['no object', '[]', 'no JSON object'],
  ['no inputs', {}, "'inputs'"],
  ['two inputs', { inputs: [input, input] }, 'expected 1 inputs but got 2'],
  ['another input', { inputs: [{ ...input, name: 'X' }] }, "unexpected inference input 'X'"],
  ['another datatype', { inputs: [{ ...input, datatype: 'INT32' }] }, "expects 'FP32'"],
  ['another shape', { inputs: [{ ...input, shape: [1, 8] }] }, 'Expected [-1,16], got [1,8]'],
  ['no shape', { inputs: [{ ...input, shape: undefined }] }, 'unexpected shape'],
  ['a negative shape', { inputs: [{ ...input, shape: [-1, 16] }] }, 'unexpected shape'],
  ['a batch of none', { inputs: [{ ...input, shape: [0, 16], data: [] }] }, 'batch-size'],
  ['too large a batch', rows(9), 'batch-size must be <= 8'],
  ['too little data', { inputs: [{ ...input, data: [1, 2] }] }, 'Shape does not match'],
  ['text for numbers', { inputs: [{ ...input, data: Array(16).fill('1') }] }, 'Shape does not match'],
  ['deep data', { inputs: [{ ...input, data: JSON.parse('['.repeat(2000) + ']'.repeat(2000)) }] }, 'Shape'],
  ['another output', { ...rows(1), outputs: [{ name: 'Y' }] }, "unexpected inference output 'Y'"],
] as const)('infer refuses %s', async (_, body, message) => {
  const ask = await start()
  await ask('POST', '/repository/models/m/load', config(batched))
  const answer = await ask('POST', '/models/m/infer', body)
  expect(answer.status).toBe(400)
  expect(answer.json.error).toContain(message)
})

test.each([
  ['{"parameters":{"config":{}}}', "'config' must be a string"],
  [config({ max_batch: 8 }), "no field 'max_batch'"],
  [config({ max_batch_size: -1 }), 'max_batch_size must be a whole number'],
  [config({ max_batch_size: 1.5 }), 'max_batch_size must be a whole number'],
  [config({ dynamic_batching: true }), 'dynamic_batching must be an object'],
  [config({ instance_group: {} }), 'instance_group must be a list'],
  [config([]), 'must be an object'],
  ['{', 'failed to parse'],
] as const)('load refuses %j', async (body, message) => {
  const ask = await start()
  const answer = await ask('POST', '/repository/models/m/load', body)
  expect(answer.status).toBe(400)
  expect(answer.json.error).toContain(message)
  expect((await ask('GET', '/models/m/ready')).status).toBe(400)
})

test('statistics and metrics: mean batch is inferences over executions', async () => {
  const ask = await start()
  await ask('POST', '/repository/models/m/load', config({ ...batched, max_batch_size: 6 }))
  await Promise.all([1, 2, 3].map((count) => ask('POST', '/models/m/infer', rows(count))))
  const { model_stats: stats } = (await ask('GET', '/models/m/stats')).json
  expect(stats).toHaveLength(1)
  expect(stats[0]).toMatchObject({
    name: 'm',
    version: '1',
    inference_count: 6,
    execution_count: 1,
    inference_stats: { success: { count: 3 }, queue: { count: 3 }, compute_infer: { count: 3, ns: 3e6 } },
    batch_stats: [{ batch_size: 6, compute_infer: { count: 1, ns: 1e6 } }],
  })
  expect((await ask('GET', '/models/stats')).json.model_stats).toEqual(stats)
  const { text } = await call('GET', `${simulator.metricsUrl}/metrics`)
  expect(text).toContain('nv_inference_count{model="m",version="1"} 6\n')
  expect(text).toContain('nv_inference_exec_count{model="m",version="1"} 1\n')
  expect(text).toContain('nv_inference_compute_infer_duration_us{model="m",version="1"} 3000\n')
  expect(text).not.toContain('ts_inference')
})

test('a full queue is 503', async () => {
  const ask = await start({ queueLimit: 1, law: { ...quick, baseNs: 20e6 } })
  await ask('POST', '/repository/models/m/load', config({ max_batch_size: 1 }))
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask('POST', '/models/m/infer', rows(1))))
  const refused = answers.filter(({ status }) => status === 503)
  expect(refused.length).toBeGreaterThanOrEqual(2)
  expect(refused[0]!.json.error).toContain('Exceeds maximum queue size')
})

test('faults: what is ignored is read back as it was; what never starts fails to load', async () => {
  const ignoring = await start({ faults: [{ kind: 'ignores', setting: 'batch_size' }] })
  expect((await ignoring('POST', '/repository/models/m/load', config(batched))).status).toBe(200)
  expect((await ignoring('GET', '/models/m/config')).json.max_batch_size).toBe(1)
  await simulator.close()
  const never = await start({ faults: [{ kind: 'never_ready' }], models: [{ name: 'm' }] })
  expect((await never('GET', '/health/ready')).status).toBe(400)
  expect((await never('GET', '/models/m/ready')).status).toBe(400)
})
