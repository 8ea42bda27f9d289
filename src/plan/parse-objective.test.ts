import { describe, expect, test } from 'vitest'
import { thrownError } from '../../test/support/thrown-error.ts'
import { formatObjective } from './format-objective.ts'
import { parseObjective } from './parse-objective.ts'

describe('parseObjective reads', () => {
  test.each([
    ['ttft.p99 < 300ms', 'ttft', { quantile: 0.99 }, '<', 300],
    ['itl.p(99) < 50ms', 'itl', { quantile: 0.99 }, '<', 50],
    ['ttft: p(95)<500', 'ttft', { quantile: 0.95 }, '<', 500],
    ['ttft:avg<=0.5s', 'ttft', 'mean', '<=', 500],
    ['e2e.mean <= 2s', 'e2e', 'mean', '<=', 2000],
    ['e2e: med < 1500', 'e2e', { quantile: 0.5 }, '<', 1500],
    ['e2e.median < 1m', 'e2e', { quantile: 0.5 }, '<', 60_000],
    ['e2e_from_plan.max < 1.1s', 'e2e_from_plan', 'max', '<', 1100],
    ['ttft < 300ms', 'ttft', 'each', '<', 300],
    ['  tpot<250us ', 'tpot', 'each', '<', 0.25],
    ['itl ≤ 900µs', 'itl', 'each', '<=', 0.9],
    ['ntpot <= 1500000ns', 'ntpot', 'each', '<=', 1.5],
    ['ttft.p99.9 < 1e3 ms', 'ttft', { quantile: 0.999 }, '<', 1000],
    ['ttft.p99_9 < .5s', 'ttft', { quantile: 0.999 }, '<', 500],
    ['ttft.p( 99.99 ) < 1s', 'ttft', { quantile: 0.9999 }, '<', 1000],
    ['query.p99 < 50ms', 'query', { quantile: 0.99 }, '<', 50],
    ['query: avg < 9', 'query', 'mean', '<', 9],
    ['goodput > 99%', 'goodput', 'value', '>', 0.99],
    ['goodput>=0.995', 'goodput', 'value', '>=', 0.995],
    ['goodput >= 100%', 'goodput', 'value', '>=', 1],
    ['error_rate < 0.1%', 'error_rate', 'value', '<', 0.001],
    ['error_rate: rate<0.01', 'error_rate', 'value', '<', 0.01],
    ['error_rate <= 0', 'error_rate', 'value', '<=', 0],
    ['output_tokens_per_s >= 5000', 'output_tokens_per_s', 'value', '>=', 5000],
    ['requests_per_s > 12.5/s', 'requests_per_s', 'value', '>', 12.5],
  ] as const)('%s', (text, metric, statistic, comparison, limit) => {
    expect(parseObjective(text)).toEqual({ text: text.trim(), metric, statistic, comparison, limit })
  })
})

describe('parseObjective says what is wrong, and where', () => {
  test.each([
    ['', 'it has no <, <=, > or >= in it', 'ttft.p99 < 300ms'],
    ['ttft.p99', '"ttft.p99" at column 1 has no <', ''],
    ['query < 50ms', '"query" at column 1 needs a statistic', 'write query.p99'],
    ['< 300ms', 'it has no metric before', ''],
    ['tft.p99 < 300ms', '"tft" at column 1 isn\'t a metric', ''],
    ['tft.p99 < 300ms', '(did you mean ttft?)', 'those are ttft,'],
    ['http_req_duration: p(95)<500', '(it is e2e here)', ''],
    ['constructor < 1ms', '"constructor" at column 1', ''],
    ['ttft{stage:1}: p(95)<500', '"{stage:1}:', ''],
    ['ttft.p99 <', 'it has no limit', ''],
    ['ttft.p99 < ', 'it has no limit', ''],
    ['ttft.p99 = 300ms', '"=" at column 10 isn\'t a comparison', 'those are <'],
    ['ttft.p99 == 300ms', '"==" at column 10', ''],
    ['ttft.p99 > 300ms', '">" at column 10 asks ttft to be worse', 'did you mean <?'],
    ['goodput <= 99%', '"<=" at column 9 asks goodput to be worse', 'did you mean >=?'],
    ['requests_per_s < 10', '"<" at column 16', 'did you mean >?'],
    ['error_rate > 1%', '">" at column 12', ''],
    ['ttft.p99 < 300', '"300" at column 12 has no unit', 'did you mean 300ms?'],
    ['ttft < 300', '"300" at column 8 has no unit', ''],
    ['ttft.p99 < 300mz', '"mz" at column 15 isn\'t a unit of time (did you mean ms?)', 'ns, us, ms, s, m'],
    ['ttft.p99 < 5%', '"%" at column 13', ''],
    ['ttft.p99 < -3ms', '"-3ms" at column 12 must be above 0', 'write 300ms'],
    ['ttft.p99 < 0ms', '"0ms" at column 12 must be above 0', ''],
    ['ttft.p99 < NaN', '"NaN" at column 12 isn\'t a number', ''],
    ['ttft.p99 < Infinity', '"Infinity" at column 12', ''],
    ['ttft.p99 < 1e999s', '"1e999s" at column 12 is more', ''],
    ['ttft.p99 < 1 2ms', "isn't a unit of time", ''],
    ['ttft.p99 < 300ms < 400ms', "isn't a unit of time", ''],
    ['ttft.p(0) < 300ms', '"p(0)" at column 6 must be a percentage between 0 and 100', 'p(99.9)'],
    ['ttft.p0 < 300ms', '"p0" at column 6', ''],
    ['ttft.p100 < 300ms', '"p100" at column 6 is no quantile', 'max'],
    ['ttft.p(100) < 300ms', 'is no quantile', ''],
    ['ttft.p999 < 300ms', '"p999" at column 6', 'did you mean p99.9?'],
    ['ttft.p-5 < 300ms', '"p-5" at column 6', ''],
    ['ttft.p() < 300ms', '"p()" at column 6', ''],
    ['ttft.p(99 < 300ms', '"p(99" at column 6 isn\'t a statistic', ''],
    ['ttft.p1e-400 < 300ms', '"p1e-400" at column 6', ''],
    ['ttft.min < 300ms', '"min" at column 6 isn\'t a statistic', 'for every request'],
    ['ttft: <300', 'has no statistic', ''],
    ['goodput.p99 > 99%', '"p99" at column 9 isn\'t a statistic of goodput', 'leave it out'],
    ['requests_per_s.mean > 9', '"mean" at column 16', ''],
    ['goodput > 99', '"99" at column 11 may be a percentage or a share', 'write 99% or 0.99'],
    ['error_rate < 1', 'may be a percentage or a share', 'write 1% or 0.01'],
    ['goodput > 101%', '"101%" at column 11 must be from 0% to 100%', ''],
    ['goodput > 400', 'must be from 0% to 100%', ''],
    ['error_rate < -1%', 'must be from 0% to 100%', ''],
    ['goodput > 100%', 'is the most that there is', 'write >= 100%'],
    ['error_rate < 0%', 'is the least that there is', 'write <= 0%'],
    ['goodput > 99ms', '"ms" at column 13', 'write 99% or 0.99'],
    ['requests_per_s > 5 rps', '"rps" at column 20', 'leave it out'],
    ['output_tokens_per_s >= 0', 'must be above 0', ''],
  ])('%s', (text, why, hint) => {
    const error = thrownError('usage', () => parseObjective(text))
    expect(error.message).toContain(why)
    expect(error.hint).toContain(hint)
  })

  test('of long texts an excerpt', () => {
    const error = thrownError('usage', () => parseObjective(`${'x'.repeat(100_000)} < 1ms`))
    expect(error.message.length).toBeLessThan(300)
  })
})

describe('formatObjective writes', () => {
  test.each([
    ['ttft: p(99.9)<500', 'ttft.p99.9 < 500ms'],
    ['e2e <= 2s', 'e2e <= 2000ms'],
    ['e2e.avg < 1us', 'e2e.mean < 0.001ms'],
    ['goodput >= 0.995', 'goodput >= 99.5%'],
    ['error_rate <= 0', 'error_rate <= 0%'],
    ['requests_per_s > 5e3', 'requests_per_s > 5000'],
  ])('%s as %s', (text, written) => {
    expect(formatObjective(parseObjective(text))).toBe(written)
  })
})
