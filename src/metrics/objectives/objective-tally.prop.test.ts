import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RequestRecord } from '../../record/request-record.ts'
import { streamedRecord } from '../fixtures/streamed-record.ts'
import { summarised } from './fixtures/summarised.ts'

const request = fc.record({
  /** Multiples of 10 ms, so that many are at a limit. */
  firstMs: fc.integer({ min: 1, max: 6 }).map((tens) => 10 * tens),
  gapsMs: fc.array(
    fc.integer({ min: 0, max: 4 }).map((tens) => 10 * tens),
    { maxLength: 5 },
  ),
  status: fc.constantFrom('ok', 'ok', 'ok', 'ok', 'timeout', 'censored', 'http_error') as fc.Arbitrary<
    RequestRecord['status']
  >,
  phase: fc.constantFrom('measure', 'measure', 'measure', 'warmup') as fc.Arbitrary<RequestRecord['phase']>,
})

test('shares are what counting gives, of all requests', () => {
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 90 }), fc.boolean(), (given, strict) => {
      const records = given.map(({ firstMs, gapsMs, status, phase }, index) => {
        const tokensMs = [100 * index + firstMs]
        for (const gap of gapsMs) tokensMs.push(tokensMs.at(-1)! + gap)
        return streamedRecord(100 * index, tokensMs, { index, status, phase })
      })
      const than = strict ? '<' : '<='
      const within = (value: number, limit: number): boolean => (strict ? value < limit : value <= limit)
      const { goodput, objectives } = summarised(records, [
        `ttft ${than} 30ms`,
        `tpot ${than} 20ms`,
        `ttft.p90 ${than} 30ms`,
        `itl.p90 ${than} 20ms`,
        'goodput >= 50%',
        'error_rate <= 10%',
      ])
      const [ttft, tpot, p90, gaps, good, errors] = objectives
      const measured = given.filter(({ phase }) => phase === 'measure')
      const n = measured.length
      const ok = measured.filter(({ status }) => status === 'ok')
      if (ok.every(({ gapsMs }) => gapsMs.length === 0)) return
      const fast = ok.filter(({ firstMs }) => within(firstMs, 30))
      const both = fast.filter(({ gapsMs }) => {
        const sum = gapsMs.reduce((total, gap) => total + gap, 0)
        return gapsMs.length === 0 || within(sum / gapsMs.length, 20)
      })
      expect(goodput!.share).toBeCloseTo(both.length / n, 10)
      expect(good!.value).toBe(goodput!.share)
      expect(ttft!.beyond!.share).toBeCloseTo(1 - fast.length / n, 10)
      expect(p90!.beyond!.share).toBeCloseTo(1 - fast.length / n, 10)
      expect(errors!.value).toBeCloseTo(1 - ok.length / n, 10)
      expect([ttft!.status, tpot!.status]).toEqual(['in_goodput', 'in_goodput'])
      const all = ok.flatMap(({ gapsMs }) => gapsMs)
      const perReply = all.length / ok.filter(({ gapsMs }) => gapsMs.length > 0).length
      const failed = (n - ok.length) * perReply
      const beyond = all.filter((gap) => !within(gap, 20)).length + failed
      expect(gaps!.beyond!.share).toBeCloseTo(beyond / (all.length + failed), 10)
      for (const { beyond: limit, ci95, value } of objectives) {
        if (limit?.ci95) expect(limit.ci95[0] <= limit.share && limit.share <= limit.ci95[1]).toBe(true)
        if (ci95) expect(ci95[0] <= value! && value! <= ci95[1]).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})
