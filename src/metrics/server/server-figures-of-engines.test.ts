import { readFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import {
  dcgmText,
  llamaCppText,
  sglangText,
  tgiText,
  torchserveText,
  tritonText,
  vllmText,
} from './fixtures/expositions.ts'
import { figures, measured, scraped } from './fixtures/scraped-figures.ts'

const about = (value: number): unknown => expect.closeTo(value, 6)

describe('serverFigures reads', () => {
  it('vLLM, its engines together', async () => {
    const server = await figures(scraped(vllmText))
    expect(server).toMatchObject({
      source: 'vllm',
      scrapes: { answered: 11, failed: 0, window_covered: 1, error_bound_ms: 1 },
      requests: {
        running: { mean: about(10), max: 10 },
        waiting: { mean: about(0.1), max: 2 },
        completed_per_s: about(8),
        preemptions: 3,
      },
      queue_share: about(0.04 / 9.6),
      batch: { mean_size: about(10), limit: null, fill: null },
      cache: { kv_usage: { mean: about(0.4), max: about(0.4) }, prefix_hit_share: about(0.25) },
      tokens: { input_per_s: about(5000), output_per_s: about(764) },
      gpu: null,
      notes: [],
    })
    // 80 in ten seconds: 10 up to 20 ms, 40 up to 60, 20 up to 100, 10 above.
    expect(server.latency_ms.ttft).toEqual({
      n: 80,
      mean: about(60),
      p50: { value: about(50), low: 20, resolution: about(40) },
      p90: { value: null, low: 100, resolution: null },
      p99: { value: null, low: 100, resolution: null },
    })
    expect(server.latency_ms).toMatchObject({ queue: { mean: about(5) }, compute: null, itl: null })
    expect(server.latency_ms.e2e?.mean).toBeCloseTo(1200)
  })

  it('vLLM by its older names, and as Ray passes them on', async () => {
    const older = await figures(
      scraped(
        (k) =>
          `# TYPE vllm:gpu_cache_usage_perc gauge\nvllm:gpu_cache_usage_perc 0.5\n# TYPE vllm:gpu_prefix_cache_queries counter\nvllm:gpu_prefix_cache_queries_total ${2 * k}\nvllm:gpu_prefix_cache_hits_total ${k}\n`,
      ),
    )
    expect(older.cache).toEqual({ kv_usage: { mean: 0.5, max: 0.5 }, prefix_hit_share: about(0.5) })
    const ray = await figures(
      scraped(
        (k) =>
          `vllm_num_requests_running 4\n# TYPE vllm_generation_tokens counter\nvllm_generation_tokens ${7 * k}\n`,
      ),
    )
    expect(ray).toMatchObject({
      source: 'vllm',
      requests: { running: { mean: 4 } },
      tokens: { output_per_s: about(7) },
    })
  })

  it('SGLang, one rank for all of an engine', async () => {
    expect(await figures(scraped(sglangText))).toMatchObject({
      source: 'sglang',
      requests: { running: { mean: 12 }, waiting: { mean: 3 }, completed_per_s: about(5), preemptions: 10 },
      latency_ms: {
        queue: { n: 50, mean: about(50), p50: { value: about(50), low: 0, resolution: 100 } },
        prefill: { n: 50, mean: about(100) },
        itl: { n: 5000, mean: about(8), p99: { value: null, low: 10, resolution: null } },
      },
      cache: { kv_usage: { mean: about(0.28) }, prefix_hit_share: about(0.25) },
      tokens: { input_per_s: about(1000), output_per_s: about(500) },
    })
  })

  it('TGI', async () => {
    expect(await figures(scraped(tgiText))).toMatchObject({
      source: 'tgi',
      requests: { running: { mean: 7 }, waiting: { mean: 1 }, completed_per_s: about(4) },
      latency_ms: {
        queue: { mean: about(5) },
        compute: { mean: about(1500) },
        e2e: { mean: about(1600) },
        ttft: null,
      },
      queue_share: about(5 / 1505),
      batch: { mean_size: 7 },
      tokens: { input_per_s: about(2000), output_per_s: about(240) },
      gap: { of: 'e2e' },
    })
  })

  it('llama.cpp, with the window’s share of a mean since the start', async () => {
    const server = await figures(scraped(llamaCppText))
    expect(server).toMatchObject({
      source: 'llama.cpp',
      requests: { running: { mean: 3 }, waiting: { mean: 0 }, completed_per_s: null },
      cache: { kv_usage: null, prefix_hit_share: about(0.25) },
      tokens: { input_per_s: about(400), output_per_s: about(90) },
      gap: null,
      little: { server_in_flight: 3, by: 'gauges' },
    })
    expect(server.batch.mean_size).toBeCloseTo(3, 3)
  })

  it('Triton, the measured model alone, and its GPUs', async () => {
    const run = { ...measured, target: { ...measured.target, model: 'resnet' } }
    const server = await figures(scraped(tritonText), run, 8)
    expect(server).toMatchObject({
      source: 'triton',
      requests: { running: null, waiting: { mean: 2 }, completed_per_s: about(20) },
      latency_ms: {
        queue: { n: 200, mean: about(5), p50: null },
        compute: { mean: about(15) },
        e2e: { mean: about(20) },
      },
      queue_share: about(0.25),
      batch: { mean_size: about(4), limit: 8, fill: about(0.5) },
      little: { by: 'request_time', server_in_flight: about(0.4) },
      gpu: {
        devices: 2,
        utilisation: { mean: about(0.8), max: about(0.8) },
        power_w: { mean: 450, max: 450 },
        memory_used_bytes: { mean: 4e9 },
        memory_total_bytes: 32e9,
      },
    })
    // The energy of both over what the client received.
    expect(server.gpu?.energy_j_per_output_token).toBeCloseTo(480 / 763.9, 6)
  })

  it('TorchServe, the wait taken out of its latency, and no last values', async () => {
    expect(await figures(scraped(torchserveText), measured, 4)).toMatchObject({
      source: 'torchserve',
      requests: { running: null, waiting: null, completed_per_s: about(10) },
      latency_ms: {
        queue: { n: 100, mean: about(10) },
        compute: { mean: about(40) },
        e2e: { mean: about(50) },
      },
      queue_share: about(0.2),
      batch: { mean_size: null, limit: 4, fill: null },
      gpu: {
        devices: 1,
        utilisation: { mean: about(0.4) },
        memory_used_bytes: { mean: 2 ** 30 },
        power_w: null,
      },
    })
  })

  it('DCGM, each GPU once', async () => {
    expect(await figures(scraped(dcgmText))).toMatchObject({
      source: 'dcgm',
      requests: { running: null },
      gpu: {
        devices: 1,
        utilisation: { mean: about(0.8) },
        power_w: { mean: 400, max: 400 },
        energy_j_per_output_token: about(420 / 763.9),
        memory_used_bytes: { mean: about(60_000 * 2 ** 20) },
        memory_total_bytes: about(80_000 * 2 ** 20),
      },
      notes: [],
    })
  })
})

it('is as schema/summary.schema.json has it', async () => {
  const schema: AnySchemaObject = JSON.parse(
    readFileSync(new URL('../../../schema/summary.schema.json', import.meta.url), 'utf8'),
  )
  const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile({
    $defs: schema.$defs,
    ...schema.properties.server,
  })
  const texts = [vllmText, sglangText, tgiText, llamaCppText, tritonText, torchserveText, dcgmText]
  for (const text of texts) {
    const server = JSON.parse(JSON.stringify(await figures(scraped(text), measured, 8)))
    expect([validate(server), validate.errors]).toEqual([true, null])
  }
  expect(validate({ ...(await figures(scraped(vllmText))), extra: 1 })).toBe(false)
})
