import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import {
  type RunningClassicSimulator,
  startClassicSimulator,
} from '../../src/simulator/classic/start-classic-simulator.ts'
import { exportRecords, finished, readSummary, scratch, tare } from '../support/tare.ts'

const space = scratch()
afterAll(() => space.remove())

let server: Server | undefined
let classic: RunningClassicSimulator | undefined
afterEach(async () => {
  server?.closeAllConnections()
  server?.close()
  await classic?.close()
  server = undefined
  classic = undefined
})

interface Asked {
  readonly url: string
  readonly type: string
  readonly body: Buffer
}

/** A server that keeps what it was asked. */
async function serve(
  answer: (asked: Asked, response: ServerResponse, count: number) => void,
): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  const asked: Asked[] = []
  const listen = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const type = request.headers['content-type'] ?? ''
    const one = { url: `${request.method} ${request.url}`, type, body: Buffer.concat(parts) }
    asked.push(one)
    answer(one, response, asked.length)
  }
  server = createServer((request, response) => void listen(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const few = ['--requests', '60', '--concurrency', '3', '--workers', '1']

test('replies of any length and kind are ok, and there is nothing to say of tokens', async () => {
  const { url, asked } = await serve((_, response, count) => {
    response.setHeader('content-type', ['text/html', 'application/json', 'image/png'][count % 3]!)
    response.end(Buffer.alloc((count * 37) % 1000, count % 256))
  })
  const body = join(space.folder, 'kitten.jpg')
  const bytes = Buffer.from([0xff, 0xd8, 0, 10, 13, 0xc3, 0x28])
  writeFileSync(body, bytes)
  const run = space.run()
  const flags = ['--api', 'torchserve', '--model', 'res net/2.0', '--body', body, ...few, '--out', run]
  const { status, stdout, stderr } = await tare(['run', url, ...flags])
  expect(stderr).not.toContain('error')
  expect(status).toBeOneOf(finished)
  expect(new Set(asked.map((one) => `${one.url} ${one.type}`))).toEqual(
    new Set(['POST /predictions/res%20net/2.0 image/jpeg']),
  )
  expect(asked.every((one) => one.body.equals(bytes))).toBe(true)

  const summary = readSummary(run)
  expect(summary.load).toMatchObject({ sent: 60, ok: 60, failed: 0 })
  expect(summary.instrument.error_bound_us.n).toBe(60)
  expect(summary.errors).toEqual({})
  expect(summary.target).toMatchObject({ api: 'torchserve', model: 'res net/2.0', stream: false })
  const { e2e, ttft, itl, tpot, ntpot } = summary.latency_ms
  expect(e2e.n).toBe(60)
  expect([ttft, itl, tpot, ntpot].map(({ n }) => n)).toEqual([0, 0, 0, 0])
  expect(summary.tokens.source).toEqual({ usage: 0, events: 0, none: 60 })
  expect(summary.tokens.output.n).toBe(0)
  const ofTokens = [
    'token-count',
    'output-length',
    'finish-reasons',
    'events-per-read',
    'same-reply',
    'cache-hits',
  ]
  const checks = summary.verdict.checks.filter(({ id }) => ofTokens.includes(id))
  expect(checks.map(({ id, status: found }) => `${id} ${found}`).sort()).toEqual(
    ofTokens.map((id) => `${id} not_applicable`).sort(),
  )
  expect(stdout).toContain('torchserve, not streamed')
  expect(stdout).toContain('E2E')
  expect(stdout).not.toMatch(/TTFT|TPOT|ITL|TOKENS|tok\/s/)

  const records = await exportRecords(run)
  expect(new Set(records.map(({ prompt_hash }) => prompt_hash)).size).toBe(1)
  expect(new Set(records.map(({ reply_hash }) => reply_hash)).size).toBeGreaterThan(50)
  for (const record of records) {
    expect(record).toMatchObject({
      status: 'ok',
      output_tokens: null,
      requested_output_tokens: null,
      token_ns: [],
    })
  }
})

test('a server that answers 503 to everything has failed at everything', async () => {
  const { url } = await serve((_, response) => {
    response.statusCode = 503
    const message = 'Model "m" has no worker to serve inference request.'
    response.end(JSON.stringify({ code: 503, type: 'ServiceUnavailableException', message }))
  })
  const run = space.run()
  const flags = ['--api', 'torchserve', '--model', 'm', '--no-preflight', ...few, '--out', run]
  const { status, stdout } = await tare(['run', url, ...flags])
  expect(status).toBe(3)
  const summary = readSummary(run)
  expect(summary.load).toMatchObject({ sent: 60, ok: 0, failed: 60 })
  expect(summary.errors).toEqual({ http_error: 60 })
  expect(summary.error_messages).toEqual([
    {
      kind: 'http_error',
      message: 'HTTP 503: ServiceUnavailableException: Model "m" has no worker to serve inference request.',
      count: 60,
    },
  ])
  expect(summary.throughput.requests_per_s ?? 0).toBe(0)
  expect(stdout).toContain('INVALID')
})

const inputs = [
  { name: 'image', datatype: 'FP32', shape: [-1, 4] },
  { name: 'ids', datatype: 'INT64', shape: [2] },
]

async function serveTensors(): Promise<{ readonly url: string; readonly asked: Asked[] }> {
  return await serve(({ url, body }, response, count) => {
    if (url === 'POST /v2/repository/index') return response.end('[{"name":"net","state":"READY"}]')
    if (url === 'GET /v2/models/net') return response.end(JSON.stringify({ name: 'net', inputs }))
    const given = JSON.parse(body.toString('utf8')) as { inputs: { data: unknown[] }[] }
    const sizes = given.inputs.map(({ data }) => data.length)
    if (sizes.join() !== '12,2') {
      response.statusCode = 400
      return response.end(`{"error":"sizes ${sizes.join()}"}`)
    }
    const outputs = [{ name: 'y', datatype: 'INT64', shape: [1], data: [count % 4] }]
    response.end(JSON.stringify({ model_name: 'net', id: String(count), outputs }))
  })
}

test('KServe V2: the model is found and described by the server, payloads differ, and the plan runs again as it was', async () => {
  const { url, asked } = await serveTensors()
  const run = space.run()
  const flags = ['--api', 'kserve-v2', '--shape', 'image:3,4', '--seed', '5', ...few, '--out', run]
  const { status, stderr } = await tare(['run', url, ...flags])
  expect(stderr).not.toContain('error')
  expect(status).toBeOneOf(finished)
  expect(readSummary(run).load).toMatchObject({ ok: 60, failed: 0 })
  const records = await exportRecords(run)
  expect(new Set(records.map(({ prompt_hash }) => prompt_hash)).size).toBe(60)
  expect(new Set(records.map(({ reply_hash }) => reply_hash)).size).toBe(4)
  const infers = asked.filter((one) => one.url === 'POST /v2/models/net/infer')
  expect(new Set(infers.map(({ type }) => type))).toEqual(new Set(['application/json']))

  const plan = readFileSync(join(run, 'plan.yaml'), 'utf8')
  expect(plan).toMatch(/shapes:\n +image:\n +- 3\n +- 4\n +ids:\n +- 2\n/)
  const again = space.run()
  await tare(['run', join(run, 'plan.yaml'), '--out', again])
  const hashes = (all: typeof records): unknown[] =>
    all.map(({ prompt_hash }) => String(prompt_hash)).sort((a, b) => a.localeCompare(b))
  expect(hashes(await exportRecords(again))).toEqual(hashes(records))
})

test('the same payload again and again, when that is asked for', async () => {
  const { url } = await serveTensors()
  const run = space.run()
  const flags = ['--api', 'kserve-v2', '--shape', 'image:3,4', '--same-payload', ...few, '--out', run]
  await tare(['run', url, ...flags])
  const records = await exportRecords(run)
  expect(records).toHaveLength(60)
  expect(new Set(records.map(({ prompt_hash }) => prompt_hash)).size).toBe(1)
})

test('files of a folder are dealt round', async () => {
  const { url, asked } = await serve((_, response) => response.end('{"outputs":[]}'))
  const folder = join(space.folder, 'bodies')
  mkdirSync(folder)
  for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, `${name}.json`), `{"inputs":["${name}"]}`)
  const run = space.run()
  const flags = [
    '--api',
    'kserve-v2',
    '--model',
    'm',
    '--body',
    folder,
    '--no-preflight',
    ...few,
    '--out',
    run,
  ]
  await tare(['run', url, ...flags])
  const times = (name: string): number => asked.filter(({ body }) => body.includes(`"${name}"`)).length
  expect(['a', 'b', 'c'].map(times)).toEqual([20, 20, 20])
})

test.each([
  ['torchserve has no list', ['--api', 'torchserve'], /--model/],
  [
    'no such model',
    ['--api', 'torchserve', '--model', 'x'],
    /doesn't know the model x.*ModelNotFoundException/s,
  ],
  ['no metadata', ['--api', 'kserve-v2', '--model', 'x'], /doesn't describe the model's inputs/],
  ['no such file', ['--api', 'torchserve', '--model', 'm', '--body', '/no/such'], /\/no\/such/],
  ['a stream', ['--api', 'kserve-v2', '--stream'], /--stream doesn't go with --api kserve-v2/],
])('says what is wrong before it measures: %s', async (_, flags, message) => {
  const { url } = await serve((_asked, response) => {
    response.statusCode = 404
    response.end('{"code":404,"type":"ModelNotFoundException","message":"Model not found: x"}')
  })
  const { status, stderr } = await tare(['run', url, ...flags, ...few, '--out', space.run()])
  expect(status).toBe(2)
  expect(stderr).toMatch(message)
})

test('the embedded simulator speaks another language, and the error says so', async () => {
  for (const api of ['torchserve', 'torchserve-workflow', 'kserve-v2']) {
    const { status, stderr } = await tare(['run', '--api', api, '--model', 'm', ...few, '--out', space.run()])
    expect(status).toBe(2)
    expect(stderr).toContain('tare simulate --classic')
  }
})

test('the classic simulator answers by both APIs', async () => {
  classic = await startClassicSimulator({
    models: [{ name: 'm', batchSize: 4, workers: 2, maxBatchDelayMs: 5 }],
  })
  for (const api of ['torchserve', 'kserve-v2']) {
    const run = space.run()
    const { status, stderr } = await tare([
      'run',
      classic.inferenceUrl,
      '--api',
      api,
      '--model',
      'm',
      ...few,
      '--out',
      run,
    ])
    expect(stderr).not.toContain('error')
    expect(status).toBeOneOf(finished)
    expect(readSummary(run).load).toMatchObject({ ok: 60, failed: 0 })
  }
})

test('imports a configuration of TorchServe’s benchmark, and says what became of its keys', async () => {
  const folder = join(space.folder, 'serve')
  mkdirSync(join(folder, 'models_config'), { recursive: true })
  const config = join(folder, 'benchmark_config_cpu.yaml')
  writeFileSync(config, 'models:\n  - m.yaml\nhardware: &hw cpu\nreport_cmd: [{dest: [a, *hw]}]\n')
  const model =
    'm:\n  e:\n    url: m.mar\n    workers: [1]\n    batch_delay: 50\n    batch_size: [1, 2]\n    exec_env: local\n'
  writeFileSync(join(folder, 'models_config', 'm.yaml'), model)
  const printed = await tare(['import', 'torchserve', config])
  expect(printed.status).toBe(0)
  expect(printed.stdout).toContain('server.batch_size:')
  expect(printed.stderr).toMatch(/m\.yaml:5: m\.e\.batch_delay: TorchServe ignored it: .*100 ms/)
  expect(printed.stderr).toMatch(/m\.yaml:7: m\.e\.exec_env: TorchServe ignored it/)
  expect(printed.stderr).toMatch(/benchmark_config_cpu\.yaml:4: report_cmd: left out/)

  const out = join(folder, 'plans', 'tare.yaml')
  const written = await tare(['import', 'torchserve', config, '--out', out])
  expect(written.stdout).toBe('')
  expect(readFileSync(out, 'utf8')).toBe(printed.stdout)
  const over = await tare(['import', 'torchserve', config, '--out', out])
  expect(over.status).toBe(2)
  expect(over.stderr).toContain('exists already')
  const missing = await tare(['import', 'torchserve', join(folder, 'none.yaml')])
  expect(missing.status).toBe(2)
  expect((await tare(['import', 'vllm', config])).status).toBe(2)
})
