import { describe, expect, it } from 'vitest'
import type { Summary } from '../metrics/summary.ts'
import { sampled, unsampled } from './fixtures/distributions.ts'
import { starved, suspect } from './fixtures/doubtful-summaries.ts'
import { block, options, render } from './fixtures/rendered-summary.ts'
import {
  allFailed,
  closedUnstreamed,
  interrupted,
  short,
  streamedOpenLoop,
  tiny,
} from './fixtures/summaries.ts'
import { styleFor } from './style.ts'
import { renderSummary } from './terminal-summary.ts'

describe('renderSummary', () => {
  it('has a row and a rate of queries where they are of several requests', () => {
    const queries = {
      size: 8,
      n: 50,
      ok: 48,
      failed: 2,
      incomplete: 1,
      queries_per_s: 1.59,
      queries_per_s_ci95: [1.55, 1.63],
      latency_ms: sampled(48, 1252.1, { spread: 2 }),
    } as const
    const summary = { ...closedUnstreamed, queries }
    const text = render(summary)
    expect(text).toContain('closed loop, 16 queries of 8 at a time')
    expect(block(summary, 'LATENCY').some((line) => line.startsWith('  query of 8      s        48'))).toBe(
      true,
    )
    expect(block(summary, 'THROUGHPUT')).toContain(
      '  queries         1.59 ± 0.04 queries/s completed · 2 failed · 1 cut short',
    )
    expect(render(closedUnstreamed)).not.toContain('quer')
  })

  it('is, for a streamed open loop that is VALID', () => {
    expect(render(streamedOpenLoop).split('\n')).toEqual([
      'VALID  7 checks passed, 1 doesn’t apply · tare explain',
      '',
      '  tare 0.1.0 · 20261121-175001-k3f9',
      '  http://10.0.0.7:8000 · meta-llama/Llama-3.1-8B-Instruct',
      '  openai-chat, streamed',
      '  open loop, Poisson 8.00 req/s for 10 min after 30 s warm-up',
      '  4800 sent · 4796 ok · 4 failed',
      '',
      '  LATENCY                   n   mean    p50    p90    p95    p99  p99.9    max',
      '  TTFT            ms     4797   64.0   41.3    132    178    268    400    496',
      '    instrument ≤ 4 µs           ±0.9   ±0.6     ±4     ±8    ±27   ±130',
      '  ITL             ms     456k  17.36  12.40   32.2   42.2   62.0     92    112',
      '    instrument ≤ 4 µs          ±0.14  ±0.10   ±0.6   ±1.1   ±3.5    ±16',
      '  TPOT            ms     4796  13.37  12.61   15.6   17.1   20.2     25   27.7',
      '    instrument ≤ 4 µs          ±0.19  ±0.18   ±0.5   ±0.8   ±2.0     ±8',
      '  NTPOT           ms     4796  13.87  13.02   16.4   18.1   21.5     27   29.9',
      '    instrument ≤ 4 µs          ±0.19  ±0.18   ±0.5   ±0.8   ±2.1     ±8',
      '  E2E             s      4796  1.346  1.241   1.66   1.87   2.30    2.9   3.35',
      '    instrument ≤ 4 µs         ±0.019 ±0.017  ±0.05  ±0.08  ±0.23   ±0.9',
      '  TTFT from plan  ms     4797   64.1   41.4    132    178    269    410    496',
      '    instrument ≤ 4 µs           ±0.9   ±0.6     ±4     ±8    ±27   ±130',
      '  E2E from plan   s      4796  1.347  1.241   1.66   1.87   2.30    2.9   3.35',
      '    instrument ≤ 4 µs         ±0.019 ±0.017  ±0.05  ±0.08  ±0.23   ±0.9',
      '  ±: half of the 95 % interval within this run. Instrument: its largest error.',
      '',
      '  THROUGHPUT',
      '  requests        7.96 ± 0.22 req/s completed · 7.96 sent · 8.00 asked',
      '  tokens          764 ± 23 tok/s out · 5.10k ± 0.14k in · 5.87k ± 0.16k in all',
      '  in flight       10.8 ± 0.4 on average · 27 at most',
      '',
      '  TOKENS                    n   mean    p50    p90    p95    p99  p99.9    max',
      '  input           tok    4796    659    640    717    755    832    947   1024',
      '  output          tok    4796   98.4   96.0    106    110    120    134    144',
      '  counted         4796 by the server’s usage · 4 not at all',
      '',
      '  NETWORK                   n   mean    p50    p90    p95    p99  p99.9    max',
      '  round trip      µs     4796    254    212    382    466    636    890   1060',
      '  connections     27 opened (357 µs each) · 3 retransmits',
      '',
      '  ERRORS',
      '  http_error      3 × HTTP 503: engine is overloaded',
      '                  → lower the load, and see the log of the server and of any',
      '                    proxy before it',
      '  timeout         1 × no end after 60 s',
      '                  → raise --timeout, or lower the load if the server can’t',
      '                    carry it',
      '',
      '  INSTRUMENT                n   mean    p50    p90    p95    p99  p99.9    max',
      '  read delay      µs     456k    366   35.0   1358   2019   3343   5327   6650',
      '  error bound     µs     456k  0.400      0      0   27.1   44.5   70.6   88.0',
      '  send lateness   µs     4800    159   54.0    475    686   1107   1739   2160',
      '  clock           arrivals stamped by the kernel (SO_TIMESTAMPING)',
      '  calibration     inside the calibrated envelope: ≤ 38 µs at p99.9',
      '  client          1 worker · CPU 8.91 s (19.4 µs a token) · memory 96.2 MB',
      '  Read delay: what a user-space clock would have added to the times above.',
      '  Error bound: the most by which the time of an arrival can be late.',
      '',
      '  run folder      ./runs/k3f9',
      '  every request   tare export ./runs/k3f9 --format csv',
      '',
      '',
    ])
  })

  it('marks the numbers that checks touch, and no others', () => {
    const marked = (summary: Summary, mark: string): readonly string[] =>
      render(summary)
        .split('\n')
        .filter((line) => line.startsWith(`${mark} `))
        .map((line) => line.slice(2, 18).trim())
    const latencies = ['TTFT', 'ITL', 'TPOT', 'NTPOT', 'E2E', 'TTFT from plan', 'E2E from plan']
    const others = [
      'requests',
      'tokens',
      'in flight',
      'input',
      'output',
      'round trip',
      'connections',
      'send lateness',
    ]
    expect(marked(streamedOpenLoop, '!')).toEqual([])
    expect(marked(streamedOpenLoop, '?')).toEqual([])
    expect(marked(suspect, '?')).toEqual(latencies)
    expect(marked(starved, '!')).toEqual([...latencies, ...others])
    const lateness = starved.verdict.checks.filter(({ id }) => id === 'lateness')
    const fromPlan = { ...starved, verdict: { status: 'SUSPECT', checks: lateness } } as const
    expect(marked(fromPlan, '?')).toEqual(['TTFT from plan', 'E2E from plan'])
  })

  it('has the verdict in its first line', () => {
    expect(render(suspect)).toMatch(/^SUSPECT {2}2 checks/)
    expect(render(starved)).toMatch(/^INVALID {2}2 checks/)
    const coloured = renderSummary(allFailed, { ...options, style: styleFor({ isTTY: true }, {}) })
    expect(coloured.startsWith('\u001b[32m\u001b[1mVALID')).toBe(true)
  })

  it('refuses what a short run can’t tell, and says what it would take', () => {
    expect(block(short, 'LATENCY').slice(-3)).toEqual([
      '  — p99 of all but ITL: needs about 1200 more requests, 2.5 min at this rate',
      '  — p99.9 of all: needs about 130k more requests, 4.4 h at this rate',
      '  ±: half of the 95 % interval within this run. Instrument: its largest error.',
    ])
  })

  it('refuses rates without an interval', () => {
    expect(block(tiny, 'THROUGHPUT')).toEqual([
      '  THROUGHPUT',
      '  requests        — req/s completed · 3.10 sent',
      '  tokens          — tok/s out · — in · — in all',
      '  in flight       2.40 on average · 4 at most',
      '  — the run is too short to say how far a rate can be wrong.',
    ])
  })

  it('shows no token times for replies that were not streamed, and no credentials', () => {
    expect(render(closedUnstreamed)).not.toContain('secret')
    expect(block(closedUnstreamed, 'LATENCY')).toEqual([
      '  LATENCY                   n   mean    p50    p90    p95    p99  p99.9    max',
      '  NTPOT           ms      400   13.8   13.1   15.7   17.0      —      —   26.2',
      '    instrument ≤ 4 µs           ±0.7   ±0.6   ±1.7   ±2.6',
      '  E2E             s       400   1.31   1.25   1.50   1.63      —      —   2.50',
      '    instrument ≤ 4 µs          ±0.06  ±0.06  ±0.16  ±0.25',
      '  — p99 of all: needs about 79 more requests, 10 s at this rate',
      '  — p99.9 of all: needs about 4400 more requests, 9.2 min at this rate',
      '  ±: half of the 95 % interval within this run. Instrument: its largest error.',
    ])
    expect(block(closedUnstreamed, 'INSTRUMENT')).toEqual([
      '  INSTRUMENT                n   mean    p50    p90    p95    p99  p99.9    max',
      '  send lateness   µs      400   51.5   21.0    143    204    326           630',
      '  clock           arrivals stamped in user space: this transport has no kernel',
      '                  stamps',
      '  calibration     inside the calibrated envelope: ≤ 38 µs at p99.9',
      '  client          2 workers · CPU 8.91 s (19.4 µs a token) · memory 96.2 MB',
      '  Times hold the client’s own delay in reading, and nothing here can tell how',
      '  much that is.',
    ])
  })

  it('puts what went wrong in place of times when nothing succeeded', () => {
    expect(render(allFailed).split('\n').slice(0, 19)).toEqual([
      'VALID  7 checks passed, 1 doesn’t apply · tare explain',
      '',
      '  tare 0.1.0 · 20261121-175001-k3f9',
      '  http://10.0.0.7:8000 · meta-llama/Llama-3.1-8B-Instruct',
      '  openai-chat, streamed',
      '  open loop, Poisson 8.00 req/s for 30 s after 5 s warm-up',
      '  240 sent · 0 ok · 240 failed',
      '',
      '  No request succeeded, so there are no times to show.',
      '',
      '  ERRORS',
      '  connect_error   238 × connect ECONNREFUSED 10.0.0.7:8000',
      '                  → check that the server is up, reachable from here, and',
      '                    accepts this many',
      '  http_error      2 × HTTP 404: {"error":"The model `x` does not exist."}',
      '                  → check --model and the target’s base URL',
      '',
      '  INSTRUMENT                n   mean    p50    p90    p95    p99  p99.9    max',
      '  read delay                0      —      —      —      —      —      —      —',
    ])
  })

  it('says that a run was interrupted, and measures its length as it was', () => {
    expect(block(interrupted, 'tare ').slice(-2)).toEqual([
      '  open loop, Poisson 8.00 req/s, cut short after 12.4 s of measuring',
      '  98 sent of 240 planned · 96 ok · 2 failed · interrupted',
    ])
  })

  it('shows the first answer token when some of the output was reasoning', () => {
    expect(render(streamedOpenLoop)).not.toContain('TTFT of answer')
    const tokens = { ...streamedOpenLoop.tokens, reasoning_total: 5 }
    expect(render({ ...streamedOpenLoop, tokens })).toContain('TTFT of answer')
  })

  it('shows latency from the plan in closed loop only when it differs', () => {
    const late = { ...closedUnstreamed.latency_ms, e2e_from_plan: sampled(400, 1300) }
    expect(render(closedUnstreamed)).not.toContain('from plan')
    expect(render({ ...closedUnstreamed, latency_ms: late })).toContain('E2E from plan')
  })

  it('prints an empty distribution as dashes', () => {
    const text = render({
      ...streamedOpenLoop,
      latency_ms: { ...streamedOpenLoop.latency_ms, tpot: unsampled },
    })
    expect(text).toMatch(/^ {2}TPOT {17,}0( +—){7}$/m)
  })

  it('accounts for errors whose messages it does not have', () => {
    const text = render({
      ...streamedOpenLoop,
      errors: { reset: 9, timeout: 4 },
      error_messages: [{ kind: 'reset', message: 'ECONNRESET', count: 7 }],
    })
    expect(text).toContain('7 × ECONNRESET')
    expect(text).toContain('2 × with other messages')
    expect(text).toMatch(/^ {2}timeout +4$/m)
  })
})
