import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { streamedOpenLoop } from '../../report/fixtures/summaries.ts'
import { type Answer, samplesOf } from '../../run/scrape/fixtures/samples-of.ts'
import type { Measurements } from '../summary.ts'
import { isKnownName } from './known-engines.ts'
import { serverFigures } from './server-figures.ts'
import type { ServerFigures } from './server-summary.ts'

/** A run of ten seconds. */
const measured: Measurements = {
  ...streamedOpenLoop,
  window: { ...streamedOpenLoop.window, start_ns: 0, end_ns: 10e9 },
}

async function figures(answers: readonly Answer[], run = measured): Promise<ServerFigures> {
  return serverFigures(await samplesOf(answers, isKnownName), run, { batchLimit: null })
}

function withModel(model: string): Measurements {
  return { ...measured, target: { ...measured.target, model } }
}

/** What a real server had before and after a run, as it wrote it. */
function real(server: string): readonly Answer[] {
  const written = (when: string): string =>
    readFileSync(new URL(`./fixtures/real/${server}-${when}.prom`, import.meta.url), 'utf8')
  return [
    [0, written('before')],
    [10, written('after')],
  ]
}

/** Scraped once a second, `write` saying what the endpoint has after so many. */
function scraped(write: (second: number) => string): readonly Answer[] {
  return Array.from({ length: 11 }, (_, second) => [second, write(second)] as const)
}

const about = (value: number): unknown => expect.closeTo(value, 6)

describe('serverFigures reads', () => {
  it('what a real llama.cpp wrote', async () => {
    const server = await figures(real('llama-cpp'))
    expect(server).toMatchObject({
      source: 'llama.cpp',
      requests: { running: { mean: 0, max: 0 }, waiting: { mean: 0, max: 0 }, completed_per_s: null },
      cache: { kv_usage: null, prefix_hit_share: about(3351 / (245_162 + 3351)) },
      tokens: { input_per_s: about(24_851.3), output_per_s: about(5299.4) },
      notes: ['gauges are straight lines between 2 scrapes: measure for longer, or scrape more often'],
    })
    // A slot that is busy in a step writes a token: 52 994 of them in 14 680 steps.
    expect(server.batch.mean_size).toBeCloseTo(52_994 / 14_680, 4)
  })

  it('llama.cpp only as far as its six digits go', async () => {
    const long = (tokensPerSecond: number): Promise<ServerFigures> =>
      figures(
        scraped(
          (k) => `# TYPE llamacpp:prompt_tokens_total counter
llamacpp:prompt_tokens_total ${(1.5e8 + tokensPerSecond * k).toExponential(5)}
# TYPE llamacpp:n_decode_total counter
llamacpp:n_decode_total ${(2e6 + tokensPerSecond * k).toExponential(5)}
# TYPE llamacpp:n_busy_slots_per_decode gauge
llamacpp:n_busy_slots_per_decode 1
`,
        ),
      )
    const [fast, slow] = [await long(2000), await long(10)]
    expect([fast.tokens.input_per_s, fast.batch.mean_size]).toEqual([about(2000), about(1)])
    expect([slow.tokens.input_per_s, slow.batch.mean_size]).toEqual([null, null])
  })

  it('what a real MLServer wrote', async () => {
    const server = await figures(real('mlserver'), withModel('double/versions/2'))
    expect(server).toMatchObject({
      source: 'mlserver',
      requests: { running: null, waiting: null, completed_per_s: about(203) },
      latency_ms: {
        queue: null,
        e2e: { n: 2030, mean: about((40.93081641511526 - 1.6200622740507242) / 2.03), p50: null },
      },
      gap: { of: 'e2e' },
      little: { by: 'request_time', server_in_flight: about(4.09308164 - 0.16200623) },
      notes: [],
    })
  })

  it.each([
    ['double/versions/2', 7],
    ['double/versions/3', 12],
    ['other', 3],
    ['unknown/versions/2', 15],
    ['unknown', 15],
  ])('of MLServer’s models %s', async (model, perSecond) => {
    const grown = {
      'model="double",version="1"': 5,
      'model="double",version="2"': 7,
      'model="other",version="None"': 3,
    }
    const text = (k: number): string =>
      Object.entries(grown)
        .map(([labels, rate]) => `model_infer_request_success_total{${labels}} ${rate * k}\n`)
        .join('')
    const server = await figures(scraped(text), withModel(model))
    expect(server.requests.completed_per_s).toBeCloseTo(perSecond, 9)
  })
})
