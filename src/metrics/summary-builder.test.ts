import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryRecord } from '../record/fixtures/arbitrary-record.ts'
import { temporaryFolder } from '../record/fixtures/temporary-folder.ts'
import { readRecords } from '../record/records-reader.ts'
import { RecordsWriter } from '../record/records-writer.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { SpoolReader } from '../record/spool-reader.ts'
import { SpoolWriter } from '../record/spool-writer.ts'
import { quantile } from '../statistics/quantile.ts'
import { streamedRecord } from './fixtures/streamed-record.ts'
import { summaryContext } from './fixtures/summary-context.ts'
import type { WindowRule } from './measured-window.ts'
import type { Summary } from './summary.ts'
import { SummaryBuilder } from './summary-builder.ts'

const path = temporaryFolder()
const secondOne: WindowRule = { kind: 'duration', startNs: 1e9, endNs: 3e9, cutShort: false }

function summarise(records: Iterable<RequestRecord>, rule: WindowRule = secondOne): Summary {
  const builder = new SummaryBuilder(rule)
  for (const record of records) builder.add(record)
  if (builder.needsSecondPass()) for (const record of records) builder.addAgain(record)
  return builder.build(summaryContext)
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
    expect(summary.latency_ms.ttft).toMatchObject({ n: 1, mean: 100, sd: null })
    expect(summary.latency_ms.ttft_from_plan).toMatchObject({ n: 1, mean: 110 })
    expect(summary.latency_ms.itl).toMatchObject({ n: 2, min: 20, p50: 25, max: 30 })
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
    expect(summary.throughput).toMatchObject({ requests_per_s: 1, output_tokens_per_s: 2 })
    expect(summary.load.achieved_rate_per_s).toBeCloseTo(2 / 3, 12)
    expect(summary.load).toMatchObject({ in_flight_max: 2 })
    expect(summary.load.in_flight_mean).toBeCloseTo((0.25 + 0.5 + 0.5 + 1) / 4, 12)
  })

  test('connections count over the whole run: most are opened in the warm-up', () => {
    const opened = { connectStartNs: 1e6, connectedNs: 3e6, securedNs: 3e6 }
    const { network } = summarise([
      streamedRecord(500, [900], { phase: 'warmup', ...opened, retransmits: 5, rttNs: 1 }),
      streamedRecord(1000, [1100], { retransmits: 2, rttNs: 40_000 }),
    ])
    expect(network).toMatchObject({ connections_opened: 1, retransmits: 2 })
    expect(network.connect_ms).toMatchObject({ n: 1, mean: 2 })
    expect(network.rtt_us).toMatchObject({ n: 1, mean: 40 })
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
      expect(Object.values(summary.throughput)).toEqual([0, 0, 0, 0])
      expect(summary.instrument.cpu_us_per_token).toBeNull()
    }
  })

  test('pooled gaps have the quantiles of the sorted gaps', () => {
    const records = fc.array(arbitraryRecord(100), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(records, (measured) => {
        const ok = measured.map((record) => ({ ...record, status: 'ok', phase: 'measure' }) as const)
        const gaps = ok.flatMap(({ tokenNs }) => Array.from(tokenNs.subarray(1), (at, i) => at - tokenNs[i]!))
        const { itl } = summarise(ok).latency_ms
        expect(itl.n).toBe(gaps.length)
        if (gaps.length === 0) return
        const sorted = Float64Array.from(gaps).sort()
        expect([itl.p50, itl.p99_9]).toEqual([quantile(sorted, 0.5) / 1e6, quantile(sorted, 0.999) / 1e6])
      }),
      { numRuns: 50 },
    )
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
        expect(again.build(summaryContext)).toEqual(summarise(reader, { kind: 'requests' }))
        reader.close()
      }),
      { numRuns: 20 },
    )
  })
})
