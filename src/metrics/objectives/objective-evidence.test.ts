import { describe, expect, test } from 'vitest'
import type { RequestRecord } from '../../record/request-record.ts'
import { streamedRecord } from '../fixtures/streamed-record.ts'
import { summarised } from './fixtures/summarised.ts'
import { type Evidence, objectiveEvidence } from './objective-evidence.ts'

function evidenceOf(
  records: readonly RequestRecord[],
  ...objectives: readonly string[]
): readonly Evidence[] {
  return objectiveEvidence(summarised(records, objectives))
}

const records = Array.from({ length: 1000 }, (_, index) => {
  const first = 100 * index + (index % 50 === 17 ? 90 : 10) + (index % 7)
  return streamedRecord(100 * index, [first, first + 20], { index })
})

describe('objectiveEvidence', () => {
  test('is the share beyond, of a quantile, goodput and error rate', () => {
    expect(evidenceOf(records, 'ttft.p99 < 50ms')).toEqual([
      { beyond: 0.02, ci95: [expect.closeTo(0.0101, 3), expect.closeTo(0.0366, 3)], allowed: 0.01 },
    ])
    expect(evidenceOf(records, 'ttft < 50ms', 'goodput > 95%', 'error_rate < 1%')).toMatchObject([
      { beyond: 0.02, allowed: 0.05 },
      { beyond: 0, ci95: [0, expect.closeTo(0.0038, 3)], allowed: 0.01 },
    ])
  })

  test('of what is asked of every request is a census', () => {
    expect(evidenceOf(records, 'ttft < 50ms')).toEqual([{ beyond: 0.02, ci95: [0.02, 0.02], allowed: 0 }])
  })

  test('of means and rates is the odds of the limit, growing as they get worse', () => {
    const [mean, rate] = evidenceOf(records, 'ttft.mean < 14.6ms', 'requests_per_s > 20')
    expect(mean).toEqual({ beyond: expect.closeTo(0.5, 2), ci95: expect.anything(), allowed: 0.5 })
    expect(rate!.beyond).toBeCloseTo(20 / 30, 2)
    expect(rate!.ci95![0]).toBeLessThanOrEqual(rate!.ci95![1])
    expect(rate!.ci95![0]).toBeGreaterThan(0.5)
    expect(Math.log(rate!.beyond / (1 - rate!.beyond))).toBeCloseTo(Math.log(2), 1)
    expect(evidenceOf(records, 'ttft.mean < 5ms')[0]!.ci95![0]).toBeGreaterThan(0.5)
  })

  test('of too little to say is none, and of no data all is beyond', () => {
    const one = records.slice(0, 1)
    expect(evidenceOf(one, 'ttft.p99 < 50ms', 'ttft.mean < 5ms')).toEqual([
      { beyond: 0, ci95: null, allowed: 0.01 },
      { beyond: 0.5, ci95: null, allowed: 0.5 },
    ])
    const failed = one.map((record) => ({ ...record, status: 'timeout' }) as const)
    for (const nothing of [failed, []]) {
      for (const { beyond, ci95 } of evidenceOf(
        nothing,
        'ttft.p99 < 50ms',
        'ttft.mean < 5ms',
        'itl.p99 < 5ms',
      ))
        expect([beyond, ci95]).toEqual([1, [1, 1]])
    }
  })
})
