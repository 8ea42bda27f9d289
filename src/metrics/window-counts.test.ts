import { describe, expect, test } from 'vitest'
import type { RequestRecord } from '../record/request-record.ts'
import { streamedRecord } from './fixtures/streamed-record.ts'
import { WindowCounts } from './window-counts.ts'

/** From 1 s to 3 s. */
function throughputOf(...records: RequestRecord[]): ReturnType<WindowCounts['throughput']> {
  const counts = new WindowCounts({ kind: 'duration', startNs: 1e9, endNs: 3e9 })
  for (const record of records) counts.add(record)
  return counts.throughput()
}

describe('WindowCounts', () => {
  test('a token counts when it arrives inside, in whichever phase its request was planned', () => {
    const warmup = streamedRecord(500, [900, 1100, 1200], { phase: 'warmup' })
    const drained = streamedRecord(2900, [2950, 3100])
    expect(throughputOf(warmup, drained).output_tokens_per_s).toBe(3 / 2)
  })

  test('an event stands for its share of the tokens', () => {
    const record = streamedRecord(2900, [2950, 2960, 3100, 3200], { outputTokens: 10 })
    expect(throughputOf(record).output_tokens_per_s).toBe(5 / 2)
    expect(throughputOf({ ...record, outputTokens: null }).output_tokens_per_s).toBe(2 / 2)
  })

  test('the tokens of an unstreamed reply arrive at its end', () => {
    const record = streamedRecord(500, [], { outputTokens: 40, endNs: 2e9 })
    expect(throughputOf(record).output_tokens_per_s).toBe(20)
    expect(throughputOf({ ...record, endNs: 3.1e9 }).output_tokens_per_s).toBe(0)
  })

  test('a prompt counts at the first token, or at the end of an ok reply without one', () => {
    const before = streamedRecord(500, [900, 1100], { inputTokens: 7 })
    const inside = streamedRecord(500, [1000, 5000], { inputTokens: 100, status: 'timeout' })
    const unstreamed = streamedRecord(500, [], { inputTokens: 30, endNs: 2e9 })
    const failed = streamedRecord(500, [], { inputTokens: 999, endNs: 2e9, status: 'timeout' })
    expect(throughputOf(before, inside, unstreamed, failed)).toMatchObject({ input_tokens_per_s: 65 })
  })

  test('a request counts at its end, when ok', () => {
    const ok = streamedRecord(500, [2000])
    const late = streamedRecord(500, [3500])
    const failed = streamedRecord(500, [2000], { status: 'truncated' })
    expect(throughputOf(ok, ok, ok, late, failed).requests_per_s).toBe(1.5)
  })

  test('total is input and output', () => {
    expect(throughputOf(streamedRecord(1000, [2000], { inputTokens: 3 })).total_tokens_per_s).toBe(2)
  })

  test('an empty window has no throughput, rather than an infinite one', () => {
    const counts = new WindowCounts({ kind: 'duration', startNs: 2e9, endNs: 2e9 })
    counts.add(streamedRecord(2000, [2000]))
    expect(Object.values(counts.throughput())).toEqual([0, 0, 0, 0])
  })
})
