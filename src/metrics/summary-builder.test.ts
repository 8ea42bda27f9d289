import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryRecord } from '../record/fixtures/arbitrary-record.ts'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import { readRecords } from '../record/records-reader.ts'
import { RecordsWriter } from '../record/records-writer.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { SpoolReader } from '../record/spool-reader.ts'
import { SpoolWriter } from '../record/spool-writer.ts'
import { drawExponential } from '../statistics/draw-exponential.ts'
import { quantile } from '../statistics/quantile.ts'
import { createRandom } from '../statistics/random.ts'
import { streamedRecord } from './fixtures/streamed-record.ts'
import { summaryContext } from './fixtures/summary-context.ts'
import type { WindowRule } from './measured-window.ts'
import type { Measurements } from './summary.ts'
import { SummaryBuilder } from './summary-builder.ts'

const path = temporaryFolder()
const secondOne: WindowRule = { kind: 'duration', startNs: 1e9, endNs: 3e9, cutShort: false }

function summarise(records: Iterable<RequestRecord>, rule: WindowRule = secondOne): Measurements {
  const builder = new SummaryBuilder(rule)
  for (const record of records) builder.add(record)
  if (builder.needsSecondPass()) for (const record of records) builder.addAgain(record)
  if (builder.needsThirdPass()) for (const record of records) builder.addThird(record)
  return builder.build(summaryContext)
}

/** By a fixed permutation: workers' records come merged by their end. */
function shuffled<T>(items: readonly T[]): readonly T[] {
  return items.map((_, i) => items[(i * 7) % items.length]!)
}

describe('SummaryBuilder', () => {
  test('latencies are of ok requests, counts of all, warm-up in neither', () => {
    const summary = summarise([
      streamedRecord(500, [900, 990], { phase: 'warmup' }),
      streamedRecord(1000, [1100, 1120, 1150], { plannedNs: 0.99e9, finishReason: 'stop' }),
      streamedRecord(1500, [1700, 1720], { status: 'truncated', error: 'cut', plannedNs: 1.49e9 }),
      streamedRecord(1600, [], { status: 'connect_error', sentNs: null, tokenSource: 'none' }),
    ])
    expect(summary.load).toMatchObject({ planned: 3, sent: 3, ok: 1, failed: 2, achieved_rate_per_s: 1 })
    expect(summary.window).toEqual({ kind: 'duration', start_ns: 1e9, end_ns: 3e9, warmup_requests: 1 })
    expect(summary.latency_ms.ttft).toMatchObject({ n: 1, min: 100, mean: null, sd: null })
    expect(summary.latency_ms.ttft_from_plan).toMatchObject({ n: 1, max: 110 })
    expect(summary.latency_ms.itl).toMatchObject({ n: 2, min: 20, p50: null, max: 30 })
    expect(summary.load.lateness_ms).toMatchObject({ n: 2, mean: 10 })
    expect(summary.errors).toEqual({ truncated: 1, connect_error: 1 })
    expect(summary.error_messages).toEqual([{ kind: 'truncated', message: 'cut', count: 1 }])
    expect(summary.tokens.source).toEqual({ usage: 2, events: 0, none: 1 })
    expect(summary.instrument.cpu_us_per_token).toBeCloseTo(0.5e6 / 7, 6)
  })

  test('a run that ends by its number of requests is measured from its first send to its last end', () => {
    const summary = summarise(
      [
        streamedRecord(500, [1200, 1250], { phase: 'warmup' }),
        streamedRecord(1000, [1100, 1500]),
        streamedRecord(2000, [2100, 2500]),
        streamedRecord(4000, [4100, 5000]),
      ],
      { kind: 'requests' },
    )
    expect(summary.window).toMatchObject({ kind: 'requests', start_ns: 1e9, end_ns: 5e9 })
    expect(summary.throughput).toMatchObject({ requests_per_s: null, output_tokens_per_s: null })
    expect(summary.load.achieved_rate_per_s).toBeCloseTo(2 / 3, 12)
    expect(summary.load).toMatchObject({ in_flight_max: 2 })
    expect(summary.load.in_flight_mean).toBeCloseTo((0.25 + 0.5 + 0.5 + 1) / 4, 12)
  })

  test('connections count over the whole run: most are opened in the warm-up', () => {
    const opened = { connectStartNs: 1e6, connectedNs: 3e6, securedNs: 3e6 }
    const { network } = summarise([
      streamedRecord(500, [900], { phase: 'warmup', ...opened, retransmits: 5, minRttNs: 1 }),
      streamedRecord(1000, [1100], { retransmits: 2, minRttNs: 40_000 }),
    ])
    expect(network).toMatchObject({ connections_opened: 1, retransmits: 2 })
    expect(network.connect_ms).toMatchObject({ n: 1, mean: 2 })
    expect(network.rtt_us).toMatchObject({ n: 1, mean: 40 })
  })

  test('requests that were sent again are counted among the measured ones, whatever their end', () => {
    const records = [
      streamedRecord(500, [900], { phase: 'warmup', attempts: 2 }),
      streamedRecord(1000, [1100], { attempts: 2 }),
      streamedRecord(2000, [], { status: 'reset', error: 'gone', attempts: 2 }),
      streamedRecord(3000, [3100]),
      streamedRecord(4000, [4100]),
    ]
    expect(summarise(records).network).toMatchObject({ requests_resent: 2, resent_share: 0.5 })
    expect(summarise([]).network).toMatchObject({ requests_resent: 0, resent_share: null })
  })

  test('the weakest source of timestamps is what the run has', () => {
    const source = (...sources: RequestRecord['timestampSource'][]): string =>
      summarise(sources.map((timestampSource) => streamedRecord(1000, [1100], { timestampSource })))
        .instrument.timestamp_source
    expect(source('so_timestamping', 'user', 'so_timestampns')).toBe('user')
    expect(source('so_timestamping', 'so_timestampns')).toBe('so_timestampns')
    expect(source()).toBe('none')
  })

  test('a run without a single record has a summary', () => {
    for (const rule of [secondOne, { kind: 'requests' }] as const) {
      const summary = summarise([], rule)
      expect(summary.load).toMatchObject({ planned: 0, sent: 0, ok: 0, failed: 0, in_flight_mean: 0 })
      expect(summary.latency_ms.itl).toMatchObject({ n: 0, p50: null })
      expect(summary.throughput).toMatchObject({ requests_per_s: null, ci95: { requests_per_s: null } })
      expect(summary.instrument.cpu_us_per_token).toBeNull()
    }
  })

  test('pooled gaps have the quantiles of the sorted gaps', () => {
    const gapsMs = fc.oneof(fc.nat(60), fc.integer({ min: 4000, max: 9000 }))
    const replies = fc.array(fc.array(gapsMs, { minLength: 1, maxLength: 20 }), {
      minLength: 200,
      maxLength: 220,
    })
    let printed = 0
    fc.assert(
      fc.property(replies, (gapsOf) => {
        const records = gapsOf.map((gaps, index) => {
          const tokensMs = [100 * index]
          for (const gap of gaps) tokensMs.push(tokensMs.at(-1)! + gap)
          return streamedRecord(100 * index, tokensMs, { index })
        })
        const sorted = Float64Array.from(gapsOf.flat(), (ms) => ms * 1e6).sort()
        const { itl } = summarise(records).latency_ms
        expect(itl.n).toBe(sorted.length)
        if (itl.p90 === null) return
        printed++
        const [low, high] = itl.resolution.p90.ci95!
        expect([itl.p90, low <= itl.p90, itl.p90 <= high]).toEqual([quantile(sorted, 0.9) / 1e6, true, true])
      }),
      { numRuns: 30 },
    )
    expect(printed).toBeGreaterThan(0)
  })

  test('a run of requests that depend on each other refuses its median, and says what its sample has there', () => {
    const records = Array.from({ length: 100 }, (_, index) => {
      const firstMs = 100 * index + 100 + index
      return streamedRecord(100 * index, [firstMs, firstMs + 10], { index })
    })
    const { p50, resolution } = summarise(records, { kind: 'requests' }).latency_ms.ttft
    expect([p50, resolution.p50.unresolved_value]).toEqual([null, expect.closeTo(149.5, 9)])
    expect([resolution.p50.vif! > 1, resolution.p99.unresolved_value]).toEqual([true, null])
  })

  test('a run that is long enough prints figures with intervals, and says what the others need', () => {
    const random = createRandom(11)
    const records = Array.from({ length: 400 }, (_, i) => {
      const firstMs = 100 * i + 50 + Math.ceil(drawExponential(random, 30))
      const bounds = { firstTokenErrorBoundNs: 20_000, errorBoundNs: 30_000, sendErrorBoundNs: 1000 }
      return streamedRecord(100 * i, [firstMs, firstMs + 10, firstMs + 25], { index: i, ...bounds })
    })
    const { latency_ms, throughput, load } = summarise(shuffled(records), { kind: 'requests' })
    const { p95, p99_9, mean } = latency_ms.ttft.resolution
    expect(latency_ms.ttft.p95).toBeGreaterThan(p95.ci95![0])
    expect(latency_ms.ttft.p95).toBeLessThan(p95.ci95![1])
    expect([p95.vif! >= 1, p95.needs_requests]).toEqual([true, null])
    expect([p95.instrument_error, mean.instrument_error]).toEqual([
      expect.closeTo(0.021, 9),
      expect.closeTo(0.021, 9),
    ])
    expect(latency_ms.ttft.p99_9).toBeNull()
    // Of independent requests too there would be too few.
    expect(p99_9).toMatchObject({ ci95: null, instrument_error: null, unresolved_value: null })
    expect(p99_9.needs_requests).toBeGreaterThan(3000)
    expect(p99_9.needs_s! / p99_9.needs_requests!).toBeCloseTo(0.1, 2)
    // Half of all gaps are 10 ms and half 15: the median may be either.
    expect(latency_ms.itl.resolution.p50.ci95).toEqual([10, 15])
    expect(latency_ms.itl.resolution.mean.instrument_error).toBeCloseTo(0.03 / 2, 9)
    expect(throughput.requests_per_s).toBeCloseTo(10, 1)
    expect(throughput.ci95.output_tokens_per_s![0]).toBeLessThan(30)
    expect(load.in_flight_mean_ci95![0]).toBeLessThan(load.in_flight_mean)
  })

  test('the order in which records are shown is nothing to intervals', () => {
    const random = createRandom(12)
    const records = Array.from({ length: 200 }, (_, i) =>
      streamedRecord(100 * i, [100 * i + Math.ceil(drawExponential(random, 30)), 100 * i + 900], {
        index: i,
      }),
    )
    const rule = { kind: 'requests' } as const
    expect(summarise(shuffled(records), rule).latency_ms.e2e.resolution).toEqual(
      summarise(records, rule).latency_ms.e2e.resolution,
    )
  })

  test('a bound that a record lacks is not taken for 0', () => {
    const random = createRandom(13)
    const records = Array.from({ length: 60 }, (_, i) =>
      streamedRecord(100 * i, [100 * i + drawExponential(random, 30)]),
    )
    const { ttft } = summarise(records, { kind: 'requests' }).latency_ms
    expect(ttft.p50).not.toBeNull()
    expect(ttft.resolution.p50.instrument_error).toBeNull()
  })

  test('each later pass must show what the first did', () => {
    const record = streamedRecord(1000, [1100, 1120])
    const builder = new SummaryBuilder(secondOne)
    builder.add(record)
    expect([builder.needsSecondPass(), builder.needsThirdPass()]).toEqual([true, true])
    builder.addAgain(record)
    expect(() => builder.build(summaryContext)).toThrow(RangeError)
  })

  test('the spool and the Parquet file made from it give the same summary', async () => {
    const records = fc.array(arbitraryRecord(50), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(records, async (written) => {
        const file = path()
        const spool = SpoolWriter.create(file, { worker: 0, epochUnixNs: 1n })
        for (const record of written) spool.append(record)
        spool.close()
        const reader = new SpoolReader(file)
        const parquet = new RecordsWriter(`${file}.parquet`, { runId: 'run', epochUnixNs: 1n })
        for (const record of reader) parquet.append(record)
        parquet.finish()
        const again = new SummaryBuilder({ kind: 'requests' })
        for await (const record of readRecords(`${file}.parquet`)) again.add(record)
        for await (const record of readRecords(`${file}.parquet`)) again.addAgain(record)
        for await (const record of readRecords(`${file}.parquet`)) again.addThird(record)
        expect(again.build(summaryContext)).toEqual(summarise(reader, { kind: 'requests' }))
        reader.close()
      }),
      { numRuns: 20 },
    )
  })
})
