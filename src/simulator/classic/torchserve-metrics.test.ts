import { readFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startTorchServe } from './fixtures/torchserve-apis.ts'

test('metrics: counters, sums and gauges, once they are something', async () => {
  const { infer, metrics } = await startTorchServe({
    models: [{ name: 'm', batchSize: 2, maxBatchDelayMs: 5000 }],
  })
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
  const { simulator, infer } = await startTorchServe({
    metricsLog,
    models: [{ name: 'm', batchSize: 2, maxBatchDelayMs: 5000 }],
  })
  await Promise.all([infer('POST', '/predictions/m', 'x'), infer('POST', '/predictions/m', 'x')])
  await simulator.close()
  const lines = readFileSync(metricsLog, 'utf8').trimEnd().split('\n')
  expect(lines.filter((line) => line.includes(' TS_METRICS - QueueTime.Milliseconds:'))).toHaveLength(2)
  const batches = lines.filter((line) =>
    line.includes(' MODEL_METRICS - PredictionTime.ms:1|#ModelName:m,Level:Model|#'),
  )
  expect(batches).toHaveLength(1)
  expect(batches[0]).toMatch(/requestID:[-0-9a-f]{36},[-0-9a-f]{36},timestamp:\d+$/)
})
