import { readFileSync } from 'node:fs'
import { Ajv2020, type AnySchemaObject } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { streamedOpenLoop } from '../../report/fixtures/summaries.ts'
import { type Answer, samplesOf } from '../../run/scrape/fixtures/samples-of.ts'
import type { Measurements } from '../summary.ts'
import {
  dcgmText,
  llamaCppText,
  sglangText,
  tgiText,
  torchserveText,
  tritonText,
  vllmText,
} from './fixtures/expositions.ts'
import { isKnownName } from './known-engines.ts'
import { serverFigures } from './server-figures.ts'
import type { ServerFigures } from './server-summary.ts'

/** A run of ten seconds. */
const measured: Measurements = {
  ...streamedOpenLoop,
  window: { ...streamedOpenLoop.window, start_ns: 0, end_ns: 10e9 },
}
const seconds = Array.from({ length: 11 }, (_, second) => second)

async function figures(
  answers: readonly Answer[],
  run = measured,
  batchLimit: number | null = null,
): Promise<ServerFigures> {
  return serverFigures(await samplesOf(answers, isKnownName), run, { batchLimit })
}

/** Scraped once a second, `write` saying what the endpoint has after so many. */
function scraped(write: (second: number) => string): readonly Answer[] {
  return seconds.map((second) => [second, write(second)] as const)
}

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

describe('serverFigures sets beside each other', () => {
  it('the two times to the first token', async () => {
    const { gap } = await figures(scraped(vllmText))
    const client = measured.latency_ms.ttft.mean!
    const network = measured.network.rtt_us.min! / 1e3
    const instrument = measured.instrument.error_bound_us.mean! / 1e3
    expect(gap).toEqual({
      of: 'ttft',
      client,
      server: about(60),
      gap: about(client - 60),
      network,
      instrument,
      unseen: about(client - 60 - network - instrument),
    })
  })

  it('them without what the kernel or the clock doesn’t tell', async () => {
    const instrument = { ...measured.instrument, timestamp_source: 'user' }
    const network = { ...measured.network, rtt_us: { ...measured.network.rtt_us, min: null } }
    const { gap } = await figures(scraped(vllmText), { ...measured, instrument, network })
    expect(gap).toMatchObject({ network: null, instrument: null, unseen: gap!.gap })
  })

  it('requests in flight on both sides of the wire', async () => {
    const { little } = await figures(scraped(vllmText))
    expect(little).toEqual({
      client_in_flight: 10.83,
      server_in_flight: about(10.1),
      by: 'gauges',
      difference: about(0.73),
      difference_ms: about((0.73 / 7.955) * 1e3),
    })
  })
})

describe('serverFigures notes', () => {
  const plain = (value: number): string =>
    `# TYPE vllm:prompt_tokens_total counter\nvllm:prompt_tokens_total ${value}\n`

  it.each<[string, readonly Answer[], readonly string[]]>([
    [
      'an endpoint that was never there',
      [
        [0, { failure: 'HTTP 404' }],
        [10, { failure: 'HTTP 404' }],
      ],
      ['2 scrapes failed: HTTP 404'],
    ],
    [
      'one without series',
      [
        [0, ''],
        [10, ''],
      ],
      ['the endpoint answers, but has no series'],
    ],
    [
      'one that no table knows',
      [
        [0, 'up 1\n'],
        [10, 'up 1\n'],
      ],
      ['no table knows any of its names: its series are in server-samples.parquet, unread'],
    ],
    [
      'a restart',
      [
        [0, plain(100)],
        [5, plain(3)],
        [10, plain(9)],
      ],
      ['counters began again at 1 scrape: the server was restarted'],
    ],
    [
      'scrapes that miss most of the window',
      [
        [4, plain(1)],
        [6, plain(3)],
      ],
      ['scrapes cover 20 % of the measured window'],
    ],
    [
      'lines that can’t be read',
      [
        [0, `${plain(1)}?\n`],
        [10, plain(3)],
      ],
      ['1 line could not be read'],
    ],
    [
      'names that change',
      [
        [0, plain(1)],
        [5, 'vllm:tokens 1\n'],
        [10, 'vllm:tokens 1\n'],
      ],
      ['1 series went during the run, and 1 came'],
    ],
  ])('%s', async (_, answers, notes) => expect((await figures(answers)).notes).toEqual(notes))

  it('servers that answer in turn, and reads nothing of them', async () => {
    const server = await figures(scraped((second) => vllmText(second % 2 === 0 ? second : 1000 + second)))
    expect(server.notes).toContainEqual(expect.stringContaining('several servers seem to answer in turn'))
    expect([server.requests.running, server.latency_ms.ttft, server.little]).toEqual([null, null, null])
  })

  it('tokens that were for others', async () => {
    const busy = {
      ...measured,
      load: { ...measured.load, failed: 0 },
      throughput: { ...measured.throughput, output_tokens_per_s: 382 },
    }
    expect((await figures(scraped(vllmText), busy)).notes).toEqual([
      '50 % of the tokens that the server wrote were not for this run',
    ])
  })

  it('a rate over the part that was covered, and the growth since a restart', async () => {
    const { tokens } = await figures([
      [0, plain(100)],
      [5, plain(10)],
      [8, plain(16)],
    ])
    expect(tokens.input_per_s).toBeCloseTo(16 / 8, 12)
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
