import { describe, expect, it } from 'vitest'
import type { Answer } from '../../run/scrape/fixtures/samples-of.ts'
import { vllmText } from './fixtures/expositions.ts'
import { figures, measured, scraped } from './fixtures/scraped-figures.ts'

const about = (value: number): unknown => expect.closeTo(value, 6)

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
