import { describe, expect, test } from 'vitest'
import { bracketedAnswer as answer } from '../analysis/capacity/fixtures/bracketed-answer.ts'
import { order, result, share } from '../analysis/capacity/fixtures/probes.ts'
import { planReplicas } from '../analysis/capacity/plan-replicas.ts'
import { predictLatency } from '../analysis/capacity/predict-latency.ts'
import { servingCost } from '../analysis/capacity/serving-cost.ts'
import { costInWords, replicasInWords } from './capacity-cost.ts'
import { capacityInWords, formatLoad } from './capacity-in-words.ts'
import { renderPredictions } from './capacity-prediction.ts'
import { capacityMarkdown, renderCapacity } from './capacity-report.ts'
import { plainStyle, styleFor } from './style.ts'

const results = [
  result([share(0)], { order: { ...order, phase: 'bracket', load: 32, durationSeconds: 10 } }),
  result([share(0.001), share(0.04)], { order: { ...order, phase: 'refine', load: 79 } }),
  result([], { order: { ...order, load: 128 }, overloaded: true }),
  result([], { order: { ...order, load: 74 }, invalid: true }),
]
const report = { objectives: ['ttft.p99 < 300ms'], answer, results, replicas: null, cost: null }

describe('capacityInWords', () => {
  test.each([
    [{}, 'verified ≥ 74 req/s, refuted at 79 req/s (95 %)'],
    [
      { axis: 'concurrency', verified: 11, refuted: 12 },
      'verified ≥ 11 in flight, refuted at 12 in flight (95 %)',
    ],
    [{ outcome: 'open', refuted: null }, 'open: verified ≥ 74 req/s, nothing refuted (95 %)'],
    [{ outcome: 'open', verified: null }, 'open: nothing verified, refuted at 79 req/s (95 %)'],
    [{ outcome: 'open', verified: null, refuted: null }, 'open: nothing verified, nothing refuted'],
    [
      { outcome: 'never holds', verified: null },
      'never holds: refuted at 79 req/s, the least that was tried (95 %)',
    ],
    [
      { outcome: 'always holds', refuted: null },
      'always holds: verified ≥ 74 req/s, the most that was tried (95 %)',
    ],
  ] as const)('%o', (more, words) => expect(capacityInWords({ ...answer, ...more })).toBe(words))

  test('rounds to the side on which it stays true', () => {
    expect(formatLoad(74.129, 'rate', 'down')).toBe('74.12 req/s')
    expect(formatLoad(74.121, 'rate', 'up')).toBe('74.13 req/s')
    expect(formatLoad(0.3, 'rate', 'down')).toBe('0.3 req/s')
    expect(formatLoad(0.3, 'rate', 'up')).toBe('0.3 req/s')
    expect(formatLoad(512, 'concurrency', 'up')).toBe('512 in flight')
  })
})

describe('renderCapacity', () => {
  test('shows each probe, and the answer in one line', () => {
    const text = renderCapacity(report, plainStyle)
    expect(text).toMatchInlineSnapshot(`
      "PROBES
        phase         load  length  beyond           95 %  allowed  verdict
        bracket   32 req/s    10 s     0 %   0 % – 0.13 %      1 %  holds
        refine    79 req/s    60 s     4 %  3.3 % – 4.8 %      1 %  fails
        confirm  128 req/s    60 s       —              —        —  fails: overloaded
        confirm   74 req/s    60 s       —              —        —  INVALID

      CAPACITY
        verified ≥ 74 req/s, refuted at 79 req/s (95 %)
        objectives      ttft.p99 < 300ms
        search          4 probes · 3 min 10 s

        The bracket is as narrow as asked for. A verdict in the table is by its run
        alone; a bound is by fresh runs at it together: five or more, or two that
        were overloaded. 95 % is for all that the search decided.
      "
    `)
  })

  test('keeps to ASCII where it must, and shows an objective as text', () => {
    const ascii = styleFor({ isTTY: false }, { LANG: 'C' })
    const text = renderCapacity({ ...report, objectives: ['ttft < 1s\u001b[31m'] }, ascii)
    expect(text).toMatch(/^\p{ASCII}*$/u)
    expect(text).not.toContain('\u001b')
    expect(text).toContain('verified >= 74 req/s')
  })

  test('says when there is no answer', () => {
    expect(renderCapacity({ ...report, answer: null }, plainStyle)).toContain('interrupted before')
  })
})

test('capacityMarkdown has the same', () => {
  const replicas = planReplicas({ verifiedPerSecond: 74, targetPerSecond: 500 })
  expect(capacityMarkdown({ ...report, replicas })).toMatchInlineSnapshot(`
    "# Capacity

    **verified ≥ 74 req/s, refuted at 79 req/s (95 %)**

    - Objective: \`ttft.p99 < 300ms\`
    - Search: 4 probes, 3 min 10 s; the bracket is as narrow as asked for
    - Replicas: 10 replicas for 500 req/s: 9 with 20 % headroom, 1 spare; each at 68 % of what is verified, 75 % with 1 gone

    ## Probes

    | phase   | load      | length | beyond | 95 %          | allowed | verdict           |
    | ------- | --------- | ------ | ------ | ------------- | ------- | ----------------- |
    | bracket | 32 req/s  | 10 s   | 0 %    | 0 % – 0.13 %  | 1 %     | holds             |
    | refine  | 79 req/s  | 60 s   | 4 %    | 3.3 % – 4.8 % | 1 %     | fails             |
    | confirm | 128 req/s | 60 s   | —      | —             | —       | fails: overloaded |
    | confirm | 74 req/s  | 60 s   | —      | —             | —       | INVALID           |

    A verdict in the table is by its run alone; a bound is by fresh runs at it together: five or more, or two that were overloaded. 95 % is for all that the search decided.
    "
  `)
})

test('replicas and cost in words', () => {
  const replicas = planReplicas({ verifiedPerSecond: 74, targetPerSecond: 500 })
  expect(replicasInWords(replicas)).toBe(
    '10 replicas for 500 req/s: 9 with 20 % headroom, 1 spare; each at 68 % of what is verified, 75 % with 1 gone',
  )
  const cost = { pricePerHour: 2.5, replicas: 10, requestsPerSecond: 500 }
  expect(
    costInWords(servingCost({ ...cost, inputTokensPerRequest: 300, outputTokensPerRequest: 100 })),
  ).toEqual([
    '$25.00 an hour',
    '$0.0139 per 1k requests',
    '$0.139 per 1M output tokens',
    '$0.0347 per 1M tokens in and out',
  ])
  const free = servingCost({
    ...cost,
    pricePerHour: 0,
    inputTokensPerRequest: null,
    outputTokensPerRequest: null,
  })
  expect(costInWords(free, '€')).toEqual(['€0.00 an hour', '€0.00 per 1k requests'])
})

test('predictions, a row a rate', () => {
  const points = [1, 2, 4, 8].map((load) => {
    const run = { throughput: 100, requestsPerSecond: 100, responseSeconds: load / 100, thinkSeconds: 0 }
    return { load, runs: [{ ...run, inFlight: load }] }
  })
  const predictions = [50, 120].map((rate) => predictLatency(points, rate, { slots: 1 }))
  expect(renderPredictions(predictions, plainStyle)).toMatchInlineSnapshot(`
    "  What an open loop would see, by the closed-loop sweep:
            rate   load   in flight     mean      p50      p90      p95      p99
      50.0 req/s   50 %        1.00  20.0 ms  13.9 ms  46.1 ms  59.9 ms  92.1 ms
       120 req/s  120 %  overloaded        —        —        —        —        —
      Left out in turn, the measured points are missed by 0 % at most (at 2.00 in
      flight). Response times from send to end, if arrivals are Poisson, the rate
      of completions depends on the requests in flight alone, and reply sizes are
      exponential: sizes that vary less have shorter tails.
    "
  `)
})
