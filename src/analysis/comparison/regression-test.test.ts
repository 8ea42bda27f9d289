import { describe, expect, test } from 'vitest'
import { compareMetric } from './compare-metric.ts'
import { comparedMetric } from './compared-metric.ts'
import { comparisonDefaults as options } from './comparison-options.ts'
import { withFailures, withGoodput, withLatency, withRate } from './fixtures/summaries-of.ts'
import { regressionTest } from './regression-test.ts'

const latency = comparedMetric('e2e.p50')!
const rate = comparedMetric('requests_per_s')!
const latencies = (...values: readonly number[]) => values.map((value) => withLatency(value))

test('throughput a tenth and latency twentyfold, one run a side: fails', () => {
  const slower = compareMetric(latency, [withLatency(50)], [withLatency(1000)], options)
  const fewer = compareMetric(rate, [withRate(100)], [withRate(10)], options)
  for (const comparison of [slower, fewer]) {
    const { outcome, p } = regressionTest(comparison, 0.1)
    expect(outcome).toBe('fail')
    expect(p).toBeLessThan(1e-9)
  }
})

describe('three outcomes', () => {
  const base = latencies(100, 101, 99, 100)
  const outcome = (margin: number, ...values: readonly number[]) =>
    regressionTest(compareMetric(latency, base, latencies(...values), options), margin).outcome

  test('fails beyond the margin, passes within, and else says that it can’t tell', () => {
    expect(outcome(0.05, 110, 111, 109, 110)).toBe('fail')
    expect(outcome(0.15, 110, 111, 109, 110)).toBe('pass')
    expect(outcome(0.1, 110, 111, 109, 110)).toBe('inconclusive')
    expect(outcome(0.05, 90, 91, 89, 90)).toBe('pass')
  })

  test('of what is better high, a fall by the margin', () => {
    const compared = (...values: readonly number[]) =>
      compareMetric(
        rate,
        [99, 100, 101].map((value) => withRate(value)),
        values.map((value) => withRate(value)),
        options,
      )
    expect(regressionTest(compared(89, 90, 91), 0.05).outcome).toBe('fail')
    expect(regressionTest(compared(89, 90, 91), 0.2).outcome).toBe('pass')
    expect(regressionTest(compared(109, 110, 111), 0).outcome).toBe('pass')
    // Nothing falls by more than all.
    expect(regressionTest(compared(1, 1.1, 1.2), 1)).toEqual({ outcome: 'pass', p: 1 })
  })

  test('at margin 0 p is half of the two-sided one', () => {
    const worse = compareMetric(latency, base, latencies(101, 102, 100, 101.5), options)
    expect(regressionTest(worse, 0).p).toBeCloseTo(worse.p! / 2, 12)
  })

  test('of shares, points; on the side that is longer where counts are few', () => {
    const errors = comparedMetric('error_rate')!
    const of = (failed: number) =>
      compareMetric(errors, [withFailures(0, 1000)], [withFailures(failed, 1000)], options)
    expect(regressionTest(of(30), 0.01).outcome).toBe('fail')
    expect(regressionTest(of(0), 0.005).outcome).toBe('pass')
    expect(regressionTest(of(0), 0.001).outcome).toBe('inconclusive')
    const goodput = comparedMetric('goodput')!
    const fall = compareMetric(goodput, [withGoodput(0.99, 2000)], [withGoodput(0.7, 2000)], options)
    expect(regressionTest(fall, 0.05).outcome).toBe('fail')
    expect(regressionTest(fall, 0.5).outcome).toBe('pass')
  })

  test('what couldn’t be compared is inconclusive; what agrees exactly passes', () => {
    const none = compareMetric(latency, [withLatency(null)], [withLatency(3)], options)
    expect(regressionTest(none, 0.05)).toEqual({ outcome: 'inconclusive', p: 1 })
    const same = compareMetric(latency, latencies(5, 5), latencies(5, 5), options)
    expect(regressionTest(same, 0.05)).toMatchObject({ outcome: 'pass', p: expect.closeTo(1) as number })
    const all = compareMetric(latency, latencies(5, 5), latencies(6, 6), options)
    expect(regressionTest(all, 0.05)).toMatchObject({ outcome: 'fail', p: expect.closeTo(0) as number })
  })
})
