import { describe, expect, test } from 'vitest'
import type { RequestRecord } from '../record/request-record.ts'
import { drawExponential } from '../statistics/draw-exponential.ts'
import { createRandom } from '../statistics/random.ts'
import { streamedRecord } from './fixtures/streamed-record.ts'
import { summaryContext } from './fixtures/summary-context.ts'
import { type LatencyName, latencyQuantiles } from './latency-quantiles.ts'
import type { QuantileFigure } from './quantile-figure.ts'
import type { Summary } from './summary.ts'
import { SummaryBuilder } from './summary-builder.ts'

const querySize = 2

/** As a run's: out of order, warm-up, failures and requests of one token among them. */
function recordsOf(requests: number, seed = 5): readonly RequestRecord[] {
  const random = createRandom(seed)
  const records = Array.from({ length: requests }, (_, index): RequestRecord => {
    const sentMs = 20 * index
    const first = sentMs + 1 + drawExponential(random, 40)
    const tokens = [first]
    while (tokens.length < 1 + (index % 9)) tokens.push(tokens.at(-1)! + drawExponential(random, 10))
    const phase = index < 20 ? 'warmup' : 'measure'
    const status = index % 31 === 30 ? 'truncated' : 'ok'
    const plannedNs = (sentMs - (index % 3)) * 1e6
    return streamedRecord(sentMs, tokens, {
      index,
      phase,
      status,
      plannedNs,
      query: Math.floor(index / querySize),
      sendErrorBoundNs: 1000,
      firstTokenErrorBoundNs: 1000,
      lastTokenErrorBoundNs: 1000,
    })
  })
  return records.map((_, i) => records[(i * 7) % records.length]!)
}

function summarise(records: readonly RequestRecord[]): Pick<Summary, 'latency_ms' | 'queries'> {
  const builder = new SummaryBuilder({ kind: 'requests' }, [], querySize)
  for (const record of records) builder.add(record)
  for (const record of records) builder.addAgain(record)
  for (const record of records) builder.addThird(record)
  return builder.build(summaryContext)
}

function quantilesOf(
  latency: LatencyName,
  records: readonly RequestRecord[],
  size = querySize,
): readonly QuantileFigure[] {
  const quantiles = latencyQuantiles(latency, [0.1, 0.5, 0.9, 0.95, 0.99], size)
  for (let pass = 0; pass < quantiles.passes; pass++)
    for (const record of records) quantiles.show(record, pass)
  return quantiles.figures()
}

const latencies = [
  'ttft',
  'ttfat',
  'itl',
  'tpot',
  'ntpot',
  'e2e',
  'ttft_from_plan',
  'e2e_from_plan',
  'query',
] as const

describe('quantiles are those of the summary, with their intervals', () => {
  const records = recordsOf(1009)
  const { latency_ms, queries } = summarise(records)

  test.each(latencies)('%s', (latency) => {
    const distribution = latency === 'query' ? queries!.latency_ms : latency_ms[latency]
    const found = quantilesOf(latency, records)
    const figures = ['p50', 'p90', 'p95', 'p99'] as const
    for (const [at, name] of figures.entries()) {
      const { value, interval } = found[at + 1]!
      const ci95 = interval.state === 'resolved' ? [interval.low, interval.high] : null
      expect([name, ci95 === null ? null : value, ci95]).toEqual([
        name,
        distribution[name],
        distribution.resolution[name].ci95,
      ])
    }
    expect(distribution.p50).not.toBeNull()
    expect(found[0]!.value).toBeLessThan(distribution.p50!)
  })
})

test.each(latencies)('%s of a run too short is refused, and of none there is nothing', (latency) => {
  expect(quantilesOf(latency, recordsOf(41)).every(({ interval }) => interval.state === 'refused')).toBe(true)
  const none = quantilesOf(latency, [])
  expect(none.map(({ p, value, interval }) => [p, value, interval.state])).toContainEqual([
    0.5,
    Number.NaN,
    'refused',
  ])
})

test('queries of one request each are none', () => {
  expect(quantilesOf('query', recordsOf(500), 1)[1]).toMatchObject({ value: Number.NaN })
})
