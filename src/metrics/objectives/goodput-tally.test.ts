import { describe, expect, test } from 'vitest'
import { streamedRecord } from '../fixtures/streamed-record.ts'
import { exponentialTimes, failures, requests } from './fixtures/requests.ts'
import { resultOf, summarised } from './fixtures/summarised.ts'

describe('goodput and error rate', () => {
  const records = [
    ...requests(Array.from({ length: 480 }, (_, i) => (i % 16 === 5 ? 400 : 10))),
    ...failures(20, 480, 24),
  ]

  test('are of all requests', () => {
    const { goodput, objectives } = summarised(records, [
      'ttft < 300ms',
      'goodput > 88%',
      'error_rate < 0.1%',
    ])
    expect(goodput?.share).toBe(0.9)
    expect(objectives).toMatchObject([
      { status: 'in_goodput', value: 400, beyond: { share: 0.1, ci95: [0.1, 0.1], allowed: 0 }, n: 500 },
      { status: 'undecided', value: 0.9, beyond: { share: 0.1, allowed: 0.12 }, n: 500, unit: 'share' },
      { status: 'missed', value: 0.04, beyond: { share: 0.04, allowed: 0.001 }, n: 500 },
    ])
    const [low, high] = goodput!.share_ci95!
    expect([low < 0.9, high > 0.9, objectives[1]!.ci95]).toEqual([true, true, [low, high]])
  })

  test('meet every per-request objective at once', () => {
    const two = ['ttft < 300ms', 'e2e < 60ms', 'goodput > 1%']
    expect(summarised(records, two).goodput?.share).toBe(0)
    expect(summarised(records, ['goodput > 1%']).goodput?.share).toBe(0.96)
  })

  test('ask every request when nothing says how many', () => {
    expect(resultOf(records, 'ttft < 300ms')).toMatchObject({ status: 'missed', value: 400 })
    expect(resultOf(requests([10, 20]), 'ttft < 300ms').status).toBe('met')
  })

  test('of a long run that fails in nothing are met', () => {
    const good = requests(exponentialTimes(4000, 20))
    expect(resultOf(good, 'goodput > 99%', 'ttft < 10s').status).toBe('met')
    expect(resultOf(good, 'error_rate < 0.1%').status).toBe('met')
  })

  test('count a reply that is too short for gaps as good, and one without a token as bad', () => {
    const odd = [
      streamedRecord(0, [10], { index: 0 }),
      streamedRecord(1, [], { index: 1 }),
      streamedRecord(2, [5, 15], { index: 2 }),
      streamedRecord(3, [5, 95], { index: 3 }),
    ]
    expect(summarised(odd, ['itl < 50ms']).goodput?.share).toBe(0.5)
    expect(summarised(odd, ['tpot < 50ms']).goodput?.share).toBe(0.5)
    expect(summarised(odd, ['ttft < 50ms']).goodput?.share).toBe(0.75)
  })

  test('as a rate are of the window, whenever a request was planned', () => {
    const rule = { kind: 'duration', startNs: 5e9, endNs: 35e9, cutShort: false } as const
    const all = requests(Array.from({ length: 400 }, (_, i) => (i % 3 === 2 ? 90 : 10))).map(
      (record, index) => (index < 60 ? ({ ...record, phase: 'warmup' } as const) : record),
    )
    const within = all.filter(({ endNs }) => endNs >= 5e9 && endNs <= 35e9)
    const good = within.filter(({ sentNs, firstTokenNs }) => firstTokenNs! - sentNs! < 50e6)
    const { goodput, throughput } = summarised(all, ['ttft < 50ms'], rule)
    expect(goodput?.requests_per_s).toBeCloseTo(good.length / 30, 12)
    expect(goodput!.requests_per_s!).toBeLessThan(throughput.requests_per_s!)
    expect(goodput!.requests_per_s_ci95![0]).toBeLessThanOrEqual(good.length / 30)
    expect(goodput?.share).toBeCloseTo(227 / 340, 11)
  })
})
