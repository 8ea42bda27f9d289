import { describe, expect, it } from 'vitest'
import type { ServerFigures } from '../metrics/server/server-summary.ts'
import type { Summary } from '../metrics/summary.ts'
import { streamedOpenLoop } from './fixtures/summaries.ts'
import { displayWidth } from './printable.ts'
import { renderServer } from './server-block.ts'
import { plainStyle } from './style.ts'
import { renderSummary } from './terminal-summary.ts'

const full: ServerFigures = {
  source: 'vllm',
  scrapes: { answered: 662, failed: 2, series: 412, window_covered: 1, error_bound_ms: 4 },
  requests: {
    running: { mean: 10.2, max: 24 },
    waiting: { mean: 0.31, max: 6 },
    completed_per_s: 7.95,
    preemptions: 3,
  },
  latency_ms: {
    queue: {
      n: 4797,
      mean: 4.1,
      p50: { value: 150, low: 0, resolution: 300 },
      p90: { value: 270, low: 0, resolution: 300 },
      p99: { value: 297, low: 0, resolution: 300 },
    },
    prefill: null,
    decode: null,
    compute: { n: 4797, mean: 1210, p50: null, p90: null, p99: null },
    ttft: {
      n: 4799,
      mean: 61.3,
      p50: { value: 48.2, low: 40, resolution: 20 },
      p90: { value: 130, low: 100, resolution: 150 },
      p99: { value: null, low: 80, resolution: null },
    },
    itl: null,
    e2e: null,
  },
  queue_share: 0.0034,
  batch: { mean_size: 10.2, limit: 16, fill: 0.6375 },
  cache: { kv_usage: { mean: 0.231, max: 0.4 }, prefix_hit_share: 0.12 },
  tokens: { input_per_s: 5100, output_per_s: 764 },
  gpu: {
    devices: 2,
    utilisation: { mean: 0.83, max: 1 },
    power_w: { mean: 540, max: 610 },
    energy_j_per_output_token: 0.71,
    memory_used_bytes: { mean: 140e9, max: 141e9 },
    memory_total_bytes: 160e9,
  },
  gap: {
    of: 'ttft',
    client: 64.03,
    server: 61.3,
    gap: 2.73,
    network: 0.254,
    instrument: 0.004,
    unseen: 2.472,
  },
  little: {
    client_in_flight: 10.83,
    server_in_flight: 10.51,
    by: 'gauges',
    difference: 0.32,
    difference_ms: 40.2,
  },
  notes: ['2 scrapes failed: HTTP 503'],
}

const nothing: ServerFigures = {
  ...full,
  source: 'unknown',
  scrapes: { answered: 0, failed: 3, series: 0, window_covered: 0, error_bound_ms: null },
  requests: { running: null, waiting: null, completed_per_s: null, preemptions: null },
  latency_ms: { queue: null, prefill: null, decode: null, compute: null, ttft: null, itl: null, e2e: null },
  queue_share: null,
  batch: { mean_size: null, limit: null, fill: null },
  cache: { kv_usage: null, prefix_hit_share: null },
  tokens: { input_per_s: null, output_per_s: null },
  gpu: null,
  gap: null,
  little: null,
  notes: ['3 scrapes failed: connection \u001b[31mrefused'],
}

function render(server: ServerFigures | null, columns = 100): readonly string[] {
  return renderServer({ ...streamedOpenLoop, server }, { ...plainStyle, columns })
}

describe('renderServer', () => {
  it('is, for a server that says all', () => {
    expect(render(full).map((line) => line.trimEnd())).toEqual([
      '  SERVER                    n   mean    p50    p90    p95    p99  p99.9    max',
      '  in queue        ms     4797   4.10   <300   <300          <300',
      '  compute         s      4797   1.21',
      '  TTFT            ms     4799   61.3   48.2    130         >80.0',
      '    bucket’s width                     20.0    150',
      '  requests        10.2 running on average · 0.310 waiting · 6 at most',
      '                  0.340 % of their time in the queue · 3 preemptions',
      '  batch           10.2 on average · 63.7 % of 16',
      '  cache           KV 23.1 % in use · 40.0 % at most · prefix hits 12.0 %',
      '  2 GPUs          83.0 % busy · 540 W · 0.710 J a token',
      '                  140 GB of 160 GB in use',
      '  TTFT compared   client 64.0 ms · server 61.3 ms · apart 2.73 ms',
      '    of which      network 254 µs · instrument ≤ 4.00 µs',
      '                  unseen by the server 2.47 ms',
      '  in flight       client 10.8 · server 10.5 · apart 0.320 (40.2 ms a request)',
      '  scraped         662 times · 2 failed · 412 series · names of vllm',
      '  ! 2 scrapes failed: HTTP 503.',
    ])
  })

  it('keeps to its width', () => {
    for (const columns of [40, 60, 78]) {
      for (const line of render(full, columns))
        expect(displayWidth(line.trimEnd())).toBeLessThanOrEqual(columns)
    }
  })

  it('says what kept it from saying more, with nothing that moves the cursor', () => {
    const lines = render(nothing)
    expect(lines.slice(0, 2)).toEqual(['  SERVER', '  scraped         0 times · 3 failed'])
    expect(lines.join('\n')).toContain('! 3 scrapes failed: connection')
    expect(lines.join('\n')).not.toContain('\u001b')
  })

  it('isn’t there where the server wasn’t asked, nor for a summary of before it could be', () => {
    expect(render(null)).toEqual([])
    const { server: _, ...before } = streamedOpenLoop
    expect(renderServer(before as Summary, plainStyle)).toEqual([])
    expect(renderSummary(before as Summary, { style: plainStyle, runFolder: 'x' })).not.toContain('SERVER')
  })

  it('stands in the report', () => {
    const shown = renderSummary({ ...streamedOpenLoop, server: full }, { style: plainStyle, runFolder: 'x' })
    expect(shown).toContain('\n\n  SERVER ')
  })
})
