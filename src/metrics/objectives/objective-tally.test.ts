import { describe, expect, test } from 'vitest'
import { quantile } from '../../statistics/quantile.ts'
import { constant, exponentialTimes, failures, requests } from './fixtures/requests.ts'
import { resultOf, summarised } from './fixtures/summarised.ts'

/** One of each kind. */
const everyKind = [
  'ttft.p99 < 300ms',
  'e2e.mean <= 2s',
  'e2e.max < 2s',
  'itl.p99 < 50ms',
  'itl.p75 < 50ms',
  'itl.mean < 50ms',
  'itl.max < 50ms',
  'itl < 50ms',
  'error_rate < 1%',
  'requests_per_s > 1',
  'output_tokens_per_s > 1',
  'total_tokens_per_s > 1',
]

describe('a run without anything', () => {
  test('without objectives has none', () => {
    expect(summarised(requests([10, 20]), [])).toMatchObject({ goodput: null, objectives: [] })
  })

  test('without requests has no data on any', () => {
    const { objectives, goodput } = summarised([], [...everyKind, 'goodput > 99%'])
    expect(objectives.map(({ status }) => status)).toEqual(objectives.map(() => 'no_data'))
    expect(goodput).toEqual({
      share: null,
      share_ci95: null,
      requests_per_s: null,
      requests_per_s_ci95: null,
    })
  })

  test.each([1, 300])('in which all %d requests failed has missed all', (n) => {
    const { objectives, goodput } = summarised(failures(n), everyKind)
    expect(objectives.map(({ status }) => status)).toEqual(objectives.map(() => 'missed'))
    expect(objectives.filter(({ value }) => value !== null).map(({ objective }) => objective)).toEqual([
      'error_rate < 1%',
    ])
    expect(goodput?.share).toBe(0)
    expect(resultOf(failures(n), 'goodput >= 1%')).toMatchObject({ value: 0, status: 'missed' })
  })

  test('of replies in one piece has no data on what wasn’t measured, and its goodput isn’t known', () => {
    const whole = requests(constant(100, 10)).map((record) => ({
      ...record,
      firstTokenNs: null,
      lastTokenNs: null,
      tokenEvents: 0,
      tokenNs: new Float64Array(0),
      outputTokens: null,
      tokenSource: 'none' as const,
    }))
    const given = [
      'output_tokens_per_s > 1',
      'total_tokens_per_s > 1',
      'ttft.p50 < 1s',
      'ttft < 1s',
      'itl < 1s',
      'itl.p50 < 1s',
      'goodput > 1%',
      'e2e.p50 < 1s',
    ]
    const { objectives, goodput } = summarised(whole, given)
    expect(objectives.map(({ status }) => status)).toEqual([...constantly(7, 'no_data'), 'met'])
    expect(goodput?.share).toBeNull()
  })

  test('of one request decides only what is asked of that request', () => {
    const one = requests([200])
    const statusOf = (objective: string): string => resultOf(one, objective).status
    expect(everyKind.map(statusOf)).toEqual([
      'undecided',
      'undecided',
      'met',
      'undecided',
      'undecided',
      'undecided',
      'met',
      'met',
      ...constantly(4, 'undecided'),
    ])
    expect(['ttft < 200ms', 'ttft <= 200ms', 'error_rate <= 0', 'goodput >= 100%'].map(statusOf)).toEqual([
      'missed',
      'met',
      'met',
      'met',
    ])
    expect(summarised(one, ['ttft < 201ms']).goodput).toMatchObject({ share: 1, share_ci95: null })
  })
})

function constantly<Value>(n: number, value: Value): readonly Value[] {
  return Array.from({ length: n }, () => value)
}

describe('at the limit', () => {
  const records = requests(constant(500, 300)).map((record) => ({ ...record }))
  const even = records.map((record) => {
    const tokenNs = Float64Array.of(300, 350, 400).map((ms) => record.sentNs! + ms * 1e6)
    return { ...record, tokenNs, lastTokenNs: tokenNs[2]!, endNs: tokenNs[2]! }
  })

  test.each(['ttft.p99', 'ttft.p50', 'ttft.mean', 'ttft.max', 'ttft'])(
    '%s is beyond < and within <=',
    (figure) => {
      expect(resultOf(records, `${figure} < 300ms`).status).toBe('missed')
      expect(resultOf(records, `${figure} <= 300ms`).status).toBe('met')
    },
  )

  test.each(['itl.p99', 'itl.p75', 'itl.mean', 'itl.max', 'itl'])('likewise %s', (figure) => {
    expect(resultOf(even, `${figure} < 50ms`).status).toBe('missed')
    expect(resultOf(even, `${figure} <= 50ms`).status).toBe('met')
  })
})

describe('a quantile', () => {
  test('is that of latency_ms, with its interval', () => {
    const { latency_ms, objectives } = summarised(requests(exponentialTimes(600, 50)), [
      'ttft.p95 < 1s',
      'ttft.mean < 1s',
      'itl.p90 < 1s',
      'itl.mean < 1s',
    ])
    const { ttft, itl } = latency_ms
    expect(objectives.map(({ value, ci95 }) => [value, ci95])).toEqual([
      [ttft.p95, ttft.resolution.p95.ci95],
      [ttft.mean, ttft.resolution.mean.ci95],
      [itl.p90, itl.resolution.p90.ci95],
      [itl.mean, itl.resolution.mean.ci95],
    ])
    expect(objectives.every(({ value }) => value !== null)).toBe(true)
  })

  test('can be one that latency_ms lacks, of gaps too', () => {
    const records = requests(exponentialTimes(600, 50))
    expect(resultOf(records, 'ttft.p75 < 1s').value).toBe(
      quantile(Float64Array.from(exponentialTimes(600, 50)).sort(), 0.75),
    )
    expect(resultOf(records, 'itl.p75 < 1s')).toMatchObject({
      value: 30,
      ci95: [expect.closeTo(30, 2), 30],
      n: 1200,
    })
    expect(resultOf(records, 'itl.p40 < 1s')).toMatchObject({
      value: 20,
      ci95: [expect.closeTo(20, 2), expect.closeTo(20, 2)],
    })
  })

  test('is decided by the share beyond, before it can be resolved itself', () => {
    const records = requests(exponentialTimes(390, 20))
    const p99 = resultOf(records, 'ttft.p99 < 300ms')
    expect(p99).toMatchObject({ value: null, ci95: null, status: 'met', n: 390 })
    expect(p99.beyond).toEqual({ share: 0, ci95: [0, expect.closeTo(0.00975, 5)], allowed: 0.01 })
    expect(resultOf(records, 'ttft.p99 < 40ms')).toMatchObject({ value: null, status: 'missed' })
    expect(resultOf(records, 'ttft.p99 < 75ms')).toMatchObject({ value: null, status: 'undecided' })
  })

  test('of requests that come in a queue is decided by more of them', () => {
    const queue = requests(Array.from({ length: 390 }, (_, i) => 20 + 10 * Math.sin(i / 8)))
    expect(resultOf(queue, 'ttft.p99 < 300ms').status).toBe('undecided')
  })

  test('counts a failed request as beyond every limit', () => {
    const records = [...requests(constant(380, 10)), ...failures(20, 380, 19)]
    expect(resultOf(records, 'ttft.p99 < 300ms')).toMatchObject({
      status: 'missed',
      beyond: { share: 0.05, allowed: 0.01 },
      n: 400,
    })
    expect(resultOf(records, 'ttft.max < 300ms').status).toBe('missed')
    expect(resultOf(records, 'ttft.p90 < 300ms')).toMatchObject({
      value: 10,
      status: 'met',
      beyond: { share: 0.05, allowed: 0.1 },
    })
    // Each with the two gaps that the others have.
    expect(resultOf(records, 'itl.p99 < 300ms')).toMatchObject({ value: 30, beyond: { share: 0.05 } })
    expect(resultOf(records, 'itl.p90 < 25ms').beyond?.share).toBeCloseTo((380 + 40) / 800, 12)
  })
})

describe('a rate', () => {
  test('is that of throughput, and decided by its interval', () => {
    const { throughput, objectives } = summarised(requests(exponentialTimes(400, 30)), [
      'requests_per_s > 8',
      'output_tokens_per_s >= 5000',
      'total_tokens_per_s >= 30',
    ])
    expect(objectives.map(({ value, status }) => [value, status])).toEqual([
      [throughput.requests_per_s, 'met'],
      [throughput.output_tokens_per_s, 'missed'],
      [throughput.total_tokens_per_s, 'undecided'],
    ])
    expect(objectives[0]).toMatchObject({ ci95: throughput.ci95.requests_per_s, unit: 'per_s', beyond: null })
  })
})

test('the order in which records are shown is nothing to objectives', () => {
  const records = [...requests(exponentialTimes(300, 60)), ...failures(9, 300)]
  const given = [...everyKind, 'goodput > 90%']
  const inOrder = summarised(records, given)
  const mixed = summarised([...records.slice(150), ...records.slice(0, 150).reverse()], given)
  expect(mixed.objectives).toEqual(inOrder.objectives)
  expect(mixed.goodput).toEqual(inOrder.goodput)
})
