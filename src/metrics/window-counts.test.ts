import { describe, expect, test } from 'vitest'
import type { RequestRecord } from '../record/request-record.ts'
import { streamedRecord } from './fixtures/streamed-record.ts'
import { WindowCounts } from './window-counts.ts'

const window = { kind: 'duration', startNs: 1e9, endNs: 3e9 } as const

/**
 * Of a window from 1 s to 3 s. A rate is printed when something happens in most of the window, so each record is shown once as it
 * is and, as a background, many others that each bring a request, an input and an output token at even times.
 */
function throughputOf(
  ...records: RequestRecord[]
): Record<'requests' | 'output' | 'input' | 'total', number> {
  const background = 40
  const counts = new WindowCounts(window)
  for (const record of records) counts.add(record)
  for (let i = 0; i < background; i++) counts.add(streamedRecord(500, [1025 + 50 * i], { inputTokens: 1 }))
  const rates = counts.throughput(false)
  const happened = (perSecond: number | null): number => Math.round((perSecond! * 2 - background) * 1e6) / 1e6
  return {
    requests: happened(rates.requests_per_s),
    output: happened(rates.output_tokens_per_s),
    input: happened(rates.input_tokens_per_s),
    total: happened(rates.total_tokens_per_s) - background,
  }
}

describe('WindowCounts', () => {
  test('fewer than ten requests have no rate, however evenly their tokens come', () => {
    const ratesOf = (requests: number): unknown[] => {
      const counts = new WindowCounts(window)
      for (let i = 0; i < requests; i++) {
        counts.add(
          streamedRecord(
            1000,
            Array.from({ length: 200 }, (_, token) => 1001 + token * 10 - i),
          ),
        )
      }
      const { output_tokens_per_s: rate, ci95 } = counts.throughput(false)
      return [rate === null, ci95.output_tokens_per_s === null]
    }
    expect(ratesOf(9)).toEqual([true, true])
    expect(ratesOf(10)).toEqual([false, false])
  })

  test('requests that come at random and stream for an eighth of the window have no rate of tokens', () => {
    const counts = new WindowCounts(window)
    for (let i = 0; i < 40; i++) {
      const times = Array.from({ length: 27 }, (_, token) => 1010 + 50 * i + token * 10)
      counts.add(streamedRecord(1000 + 50 * i, times))
    }
    const atRandom = counts.throughput(true)
    expect([atRandom.output_tokens_per_s, atRandom.total_tokens_per_s]).toEqual([null, null])
    expect(atRandom.requests_per_s).toBeGreaterThan(0)
    expect(counts.throughput(false).output_tokens_per_s).toBeGreaterThan(0)
  })

  test('a token counts when it arrives inside, in whichever phase its request was planned', () => {
    const warmup = streamedRecord(500, [900, 1100, 1200], { phase: 'warmup' })
    const drained = streamedRecord(2900, [2950, 3100])
    expect(throughputOf(warmup, drained).output).toBe(3)
  })

  test('an event stands for its share of the tokens', () => {
    const record = streamedRecord(2900, [2950, 2960, 3100, 3200], { outputTokens: 10 })
    expect(throughputOf(record).output).toBe(5)
    expect(throughputOf({ ...record, outputTokens: null }).output).toBe(2)
  })

  test('the tokens of an unstreamed reply arrive at its end', () => {
    const record = streamedRecord(500, [], { outputTokens: 8, endNs: 2e9 })
    expect(throughputOf(record).output).toBe(8)
    expect(throughputOf({ ...record, endNs: 3.1e9 }).output).toBe(0)
  })

  test('a prompt counts at the first token, or at the end of an ok reply without one', () => {
    const before = streamedRecord(500, [900, 1100], { inputTokens: 7 })
    const inside = streamedRecord(500, [1000, 5000], { inputTokens: 5, status: 'timeout' })
    const unstreamed = streamedRecord(500, [], { inputTokens: 3, endNs: 2e9 })
    const failed = streamedRecord(500, [], { inputTokens: 999, endNs: 2e9, status: 'timeout' })
    expect(throughputOf(before, inside, unstreamed, failed).input).toBe(8)
  })

  test('a request counts at its end, when ok', () => {
    const ok = streamedRecord(500, [2000])
    const late = streamedRecord(500, [3500])
    const failed = streamedRecord(500, [2000], { status: 'truncated' })
    expect(throughputOf(ok, ok, ok, late, failed).requests).toBe(3)
  })

  test('total is input and output', () => {
    expect(throughputOf(streamedRecord(1000, [2000], { inputTokens: 3 })).total).toBe(4)
  })

  test('a rate has an interval around it, and is null where it has none', () => {
    const counts = new WindowCounts(window)
    for (let i = 0; i < 40; i++)
      counts.add(streamedRecord(500, [1000 + 2000 * (((i + 0.5) ** 2 / 1600) % 1)]))
    const { requests_per_s: rate, ci95 } = counts.throughput(false)
    expect(rate).toBe(20)
    expect(ci95.requests_per_s![0]).toBeLessThan(20)
    expect(ci95.requests_per_s![1]).toBeGreaterThan(20)
    const few = new WindowCounts(window)
    for (let i = 0; i < 4; i++) few.add(streamedRecord(500, [1200 + 500 * i]))
    expect(few.throughput(false)).toMatchObject({ requests_per_s: null, ci95: { requests_per_s: null } })
    expect(few.okRequestsPerSecond).toBe(2)
  })

  test('an empty window has no throughput, rather than an infinite one', () => {
    const counts = new WindowCounts({ kind: 'duration', startNs: 2e9, endNs: 2e9 })
    counts.add(streamedRecord(2000, [2000]))
    const { ci95, ...rates } = counts.throughput(false)
    expect([...Object.values(rates), ...Object.values(ci95)]).toEqual(Array(8).fill(null))
    expect(counts.okRequestsPerSecond).toBe(0)
  })
})
