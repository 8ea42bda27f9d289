import { describe, expect, test } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { comparedMetrics } from '../analysis/comparison/compared-metric.ts'
import { gatedMetrics, gatedRates } from './gate.ts'
import { objectiveShares } from './objective.ts'
import { parseGate, parseGates } from './parse-gate.ts'

describe('parseGate reads', () => {
  test.each([
    ['ttft.p99 5%', 'ttft.p99', 0.05],
    ['ttft.p(99) 5 %', 'ttft.p99', 0.05],
    ['itl: p(95) 2.5%', 'itl.p95', 0.025],
    ['ttft.p( 99.9 ) 10%', 'ttft.p99.9', 0.1],
    ['ttft.p99_9 +10%', 'ttft.p99.9', 0.1],
    ['e2e.avg 1e1%', 'e2e.mean', 0.1],
    ['e2e: med .5%', 'e2e.p50', 0.005],
    ['  tpot.median   1000% ', 'tpot.p50', 10],
    ['query.p99 5%', 'query.p99', 0.05],
    ['output_tokens_per_s 3%', 'output_tokens_per_s', 0.03],
    ['queries_per_s 3%', 'queries_per_s', 0.03],
    ['error_rate 0.5pp', 'error_rate', 0.005],
    ['error_rate: rate 0.5 pp', 'error_rate', 0.005],
    ['goodput.value 1pp', 'goodput', 0.01],
    ['http_req_duration: p(95) 7%', 'e2e.p95', 0.07],
    ['http_reqs 3%', 'requests_per_s', 0.03],
    ['http_req_failed 1pp', 'error_rate', 0.01],
  ])('%s', (text, metric, margin) => {
    expect(parseGate(text)).toEqual({ text: text.trim(), metric, margin })
  })

  test('the name of everything that is compared, and of nothing else', () => {
    expect([...gatedMetrics].sort()).toEqual(comparedMetrics.map(({ name }) => name).sort())
    for (const { name, unit } of comparedMetrics) {
      expect(parseGate(`${name} 1${unit === 'share' ? 'pp' : '%'}`)).toMatchObject({
        metric: name,
        margin: 0.01,
      })
    }
    const units = Object.fromEntries(comparedMetrics.map(({ name, unit }) => [name, unit]))
    expect(gatedRates.map((name) => units[name])).toEqual(gatedRates.map(() => 'per_s'))
    expect(objectiveShares.map((name) => units[name])).toEqual(objectiveShares.map(() => 'share'))
  })
})

describe('parseGate says what is wrong, and where', () => {
  test.each([
    ['', 'it has no margin', "'ttft.p99 5%'"],
    ['5%', '"5%" at column 1 has no metric', ''],
    ['ttft.p99', '"ttft.p99" at column 1 has no margin', ''],
    ['ttft.p995%', 'has no margin', ''],
    ['ttft.p99 5', '"5" at column 10 has no unit', 'say 5%'],
    ['error_rate 0.5', 'has no unit', 'say 0.5pp'],
    ['error_rate 0.5%', '"0.5%" at column 12 may be a part of the share or points', '0.5pp'],
    ['goodput 1 %', 'may be a part of the share or points', '1pp'],
    ['ttft.p99 5pp', '"5pp" at column 10 is in points', 'say 5%'],
    ['ttft.p99 20ms', '"20ms" at column 10 is a time', 'say 5%'],
    ['ttft.p99 5percent', '"percent" at column 11 isn\'t a unit', 'say 5%'],
    ['ttft.p99 five%', '"five%" at column 10 isn\'t a margin', 'say 5%'],
    ['ttft.p99 -5%', '"-5%" at column 10 is negative', 'say 5%'],
    ['ttft.p99 0%', '"0%" at column 10 leaves no margin', 'such as 5%'],
    ['error_rate 0pp', 'leaves no margin', 'such as 0.5pp'],
    ['ttft.p99 1001%', '"1001%" at column 10 is more than 1000%', ''],
    ['ttft.p99 1e999%', 'is more than 1000%', ''],
    ['requests_per_s 100%', '"100%" at column 16 is all that there is', ''],
    ['error_rate 100pp', 'is all there is', ''],
    [
      'tft.p99 5%',
      '"tft" at column 1 isn\'t a metric that can be gated (did you mean ttft?)',
      'those are ttft,',
    ],
    ['output_token_per_s 5%', '(did you mean output_tokens_per_s?)', ''],
    ['constructor 5%', '"constructor" at column 1', ''],
    ['.p99 5%', 'it has no metric', ''],
    ['ttft 5%', '"ttft" at column 1 needs a statistic', 'write ttft.p99'],
    ['ttft.p98 5%', '"p98" at column 6 isn\'t a quantile that runs keep', 'mean, p50, p90'],
    ['ttft.p999 5%', '"p999"', 'did you mean p99.9?'],
    ['ttft.p5 5%', '"p5"', 'did you mean p50?'],
    ['ttft.max 5%', '"max" at column 6 isn\'t a statistic', ''],
    ['ttft: 5%', 'has no statistic', ''],
    ['goodput.p99 1pp', '"p99" at column 9 isn\'t a statistic of goodput', 'leave it out'],
    ['ttft{stage:1}.p99 5%', '"{stage:1}.p99"', ''],
    ['ttft.p99 < 300ms', '"<" at column 10 has no place', '--objective'],
    ['ttft.p99 <= baseline + 5%', '"<=" at column 10', "'ttft.p99 5%'"],
  ])('%s', (text, why, hint) => {
    const error = thrownError('usage', () => parseGate(text))
    expect(error.message).toContain(why)
    expect(error.hint).toContain(hint)
  })

  test('of long texts an excerpt, soon', () => {
    for (const text of [
      `${'x'.repeat(100_000)} 5%`,
      `ttft.p99${' '.repeat(100_000)}x`,
      `ttft.p99 ${'1 '.repeat(50_000)}`,
    ]) {
      const error = thrownError('usage', () => parseGate(text))
      expect(error.message.length).toBeLessThan(300)
    }
  })
})

describe('parseGates', () => {
  test('takes one that is given twice for one', () => {
    expect(parseGates(['ttft.p99 5%', 'e2e.p50 5%', 'ttft: p(99) 5 %']).map(({ metric }) => metric)).toEqual([
      'ttft.p99',
      'e2e.p50',
    ])
  })

  test('refuses two margins for a metric', () => {
    const error = thrownError('usage', () => parseGates(['ttft.p99 5%', 'ttft.p(99) 3%']))
    expect(error.message).toContain('"ttft.p(99) 3%" isn\'t a gate: it contradicts "ttft.p99 5%"')
    expect(error.hint).toBe('give ttft.p99 one margin')
  })
})
