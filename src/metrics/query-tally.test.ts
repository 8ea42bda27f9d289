import { describe, expect, test } from 'vitest'
import { parseObjective } from '../plan/parse-objective.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { drawExponential } from '../statistics/draw-exponential.ts'
import { createRandom } from '../statistics/random.ts'
import { streamedRecord } from './fixtures/streamed-record.ts'
import { summaryContext } from './fixtures/summary-context.ts'
import type { Measurements } from './summary.ts'
import { SummaryBuilder } from './summary-builder.ts'

/** Queries of so many requests, one every 100 ms, of which each request takes its own time. */
function queries(count: number, size: number, timeMs: (query: number, k: number) => number): RequestRecord[] {
  return Array.from({ length: count * size }, (_, index) => {
    const query = Math.floor(index / size)
    const sentMs = 100 * query + 0.01 * (index % size)
    return streamedRecord(sentMs, [sentMs + timeMs(query, index % size)], {
      index,
      query,
      lastTokenErrorBoundNs: 1000,
      sendErrorBoundNs: 500,
    })
  })
}

function summaryOf(records: readonly RequestRecord[], size: number, ...objectives: string[]): Measurements {
  const builder = new SummaryBuilder({ kind: 'requests' }, objectives.map(parseObjective), size)
  for (const record of records) builder.add(record)
  for (const record of records) builder.addAgain(record)
  for (const record of records) builder.addThird(record)
  return builder.build(summaryContext)
}

function drawn(count: number): RequestRecord[] {
  const random = createRandom(7)
  return queries(count, 4, () => 10 + drawExponential(random, 5))
}

describe('a query', () => {
  test('takes from its first send to its last reply', () => {
    const random = createRandom(2)
    const last = Array.from({ length: 200 }, () => 40 + drawExponential(random, 1))
    const found = summaryOf(
      queries(200, 4, (query, k) => (k === 3 ? last[query]! : 10 * (k + 1))),
      4,
    ).queries!
    expect(found).toMatchObject({ size: 4, n: 200, ok: 200, failed: 0, incomplete: 0 })
    expect(found.latency_ms).toMatchObject({ n: 200 })
    // The last request of a query is sent 0.03 ms after its first.
    expect(found.latency_ms.max).toBeCloseTo(Math.max(...last) + 0.03, 9)
    expect(found.latency_ms.min).toBeCloseTo(Math.min(...last) + 0.03, 9)
    expect(found.latency_ms.resolution.p50.instrument_error).toBeCloseTo(0.0015, 9)
    expect(found.queries_per_s).toBeCloseTo(200 / 19.94, 1)
  })

  test('has the figures of the slowest of each, whatever the order of the records', () => {
    const records = drawn(2000)
    const slowest = Array.from({ length: 2000 }, (_, query) => {
      const own = records.slice(4 * query, 4 * query + 4)
      return (Math.max(...own.map(({ endNs }) => endNs)) - own[0]!.sentNs!) / 1e6
    }).sort((a, b) => a - b)
    const { queries: found, latency_ms } = summaryOf(records, 4)
    expect(found!.latency_ms.max).toBe(slowest.at(-1))
    expect(found!.latency_ms.p99!).toBeCloseTo(slowest[1979]! + 0.01 * (slowest[1980]! - slowest[1979]!), 9)
    const { ci95 } = found!.latency_ms.resolution.p99
    expect(ci95![0] < found!.latency_ms.p99! && found!.latency_ms.p99! < ci95![1]).toBe(true)
    expect(found!.latency_ms.mean!).toBeGreaterThan(latency_ms.e2e.mean!)
    const random = createRandom(3)
    const shuffled = records
      .map((record) => ({ record, at: drawExponential(random, 1) }))
      .sort((a, b) => a.at - b.at)
      .map(({ record }) => record)
    expect(summaryOf(shuffled, 4).queries).toEqual(found)
  })

  test('fails with any of its requests, and is then in no latency', () => {
    const records = drawn(300).map((record, index) =>
      index === 5 || index === 6 || index === 41 ? { ...record, status: 'timeout' as const } : record,
    )
    const found = summaryOf(records, 4).queries!
    expect(found).toMatchObject({ n: 300, ok: 298, failed: 2, latency_ms: { n: 298 } })
  })

  test('that was cut short is neither ok nor failed', () => {
    const found = summaryOf(drawn(100).slice(0, -1), 4).queries!
    expect(found).toMatchObject({ n: 99, ok: 99, failed: 0, incomplete: 1 })
  })

  test('of the warm-up counts in the rate alone', () => {
    const records = drawn(100).map((record, index) =>
      index < 40 ? { ...record, phase: 'warmup' as const } : record,
    )
    expect(summaryOf(records, 4).queries).toMatchObject({ n: 90, ok: 90 })
  })

  test('is none where each request is alone', () => {
    const records = queries(50, 1, () => 9).map((record) => ({ ...record, query: null }))
    expect(summaryOf(records, 1).queries).toBeNull()
    expect(summaryOf([], 8).queries).toMatchObject({ n: 0, ok: 0, incomplete: 0, queries_per_s: null })
  })

  test('without an instrument’s word on a reply has no error of its own', () => {
    const records = drawn(200)
    records[3] = { ...records[3]!, lastTokenErrorBoundNs: null }
    expect(summaryOf(records, 4).queries!.latency_ms.resolution.p50.instrument_error).toBeNull()
  })

  test('says how many more requests a quantile needs, not queries', () => {
    const { p99_9 } = summaryOf(drawn(300), 4).queries!.latency_ms.resolution
    expect(p99_9.ci95).toBeNull()
    // Some 3700 queries resolve a p99.9, of which there are 300.
    expect(p99_9.needs_requests!).toBeGreaterThan(4 * 2500)
  })
})

describe('an objective on queries', () => {
  const result = (records: readonly RequestRecord[], objective: string) =>
    summaryOf(records, 4, objective).objectives[0]!

  test('is decided by the share of queries beyond it', () => {
    const records = queries(2000, 4, (query, k) => (query % 50 === 17 && k === 2 ? 90 : 10))
    expect(result(records, 'query.p99 < 50ms')).toMatchObject({
      status: 'missed',
      n: 2000,
      beyond: { share: 0.02, allowed: 0.01 },
    })
    // Of the requests only a quarter as many are.
    expect(result(records, 'e2e.p99 < 50ms')).toMatchObject({ status: 'met', beyond: { share: 0.005 } })
    expect(result(records, 'query.p90 < 50ms').status).toBe('met')
    expect(result(records, 'query.max < 80ms')).toMatchObject({
      status: 'missed',
      value: expect.closeTo(90.02, 9),
    })
    expect(result(records, 'query.mean < 50ms').status).toBe('met')
  })

  test('counts a query with a failed request as beyond', () => {
    const records = drawn(1000).map((record, index) =>
      index % 160 === 3 ? { ...record, status: 'reset' as const } : record,
    )
    expect(result(records, 'query.p99 < 10s')).toMatchObject({
      status: 'missed',
      beyond: { share: 0.025 },
    })
  })

  test('has no data without a whole query, and is missed when every query fails', () => {
    expect(result(drawn(1).slice(0, 3), 'query.p99 < 1s').status).toBe('no_data')
    const failing = drawn(400).map((record, index) =>
      index % 4 === 0 ? { ...record, status: 'reset' as const } : record,
    )
    expect(result(failing, 'query.p99 < 1s')).toMatchObject({
      status: 'missed',
      value: null,
      beyond: { share: 1 },
    })
  })
})
