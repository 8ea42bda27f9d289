import { afterEach, expect, test } from 'vitest'
import type * as Source from '../../src/run/worker-process.ts'
import type { WorkerOrder } from '../../src/worker/worker-messages.ts'
import { scratch } from '../support/tare.ts'

/** The built module: it starts the built worker. */
const built = new URL('../../dist/run/worker-process.js', import.meta.url).href
const { startWorker } = (await import(built)) as typeof Source

const space = scratch()
const { execPath } = process
afterEach(() => {
  process.execPath = execPath
  space.remove()
})

const stage = {
  kind: 'closed',
  startConcurrency: 1,
  endConcurrency: 1,
  querySize: 1,
  thinkTimeNs: 0,
  durationNs: 1e9,
} as const
const order: WorkerOrder = {
  kind: 'order',
  worker: 4,
  workers: 5,
  runId: 'the-run',
  spoolPath: '/no/such/folder/spool.bin',
  resultPath: '/no/such/folder/result.json',
  transport: 'portable',
  core: null,
  endpoint: { kind: 'tcp', family: 4, address: '127.0.0.1', port: 1 },
  request: { host: '127.0.0.1', path: '/v1/chat/completions', headers: {} },
  api: 'openai-chat',
  model: 'm',
  stream: true,
  ignoreEos: true,
  extraBody: null,
  load: { seed: 1, stages: [stage], warmupNs: 0, requests: Infinity, maxConcurrency: Infinity },
  workload: {
    seed: 1,
    prompts: { kind: 'synthetic', inputTokens: { kind: 'constant', tokens: 4 } },
    outputTokens: null,
    samePayload: false,
  },
  timeoutNs: 1e9,
  drainNs: 1e9,
}

test('a program that can’t be started', async () => {
  process.execPath = '/no/such/node'
  const worker = startWorker(order, () => {})
  const error = { code: 'resources', message: expect.stringContaining("can't start worker 4") }
  await expect(worker.ready).rejects.toMatchObject(error)
  await expect(worker.ended).rejects.toMatchObject(error)
})

test('a worker that ends before it is ready, of itself or not', async () => {
  const confused = startWorker({ ...order, api: 'no-such-api' }, () => {})
  await expect(confused.ready).rejects.toMatchObject({ message: expect.stringContaining('no-such-api') })
  const killed = startWorker(order, () => {})
  killed.kill()
  await expect(killed.ready).rejects.toMatchObject({ message: 'worker 4 was killed by SIGKILL' })
  await expect(killed.ended).rejects.toMatchObject({ code: 'internal' })
})

test('a worker’s own error, with its code and its hint', async () => {
  const worker = startWorker(order, () => {})
  await worker.ready
  worker.send({ kind: 'start', epochUnixNs: String(BigInt(Date.now()) * 1_000_000n) })
  await expect(worker.ended).rejects.toMatchObject({
    code: 'resources',
    message: expect.stringContaining('/no/such/folder/spool.bin'),
    hint: expect.stringContaining('recover'),
  })
})
