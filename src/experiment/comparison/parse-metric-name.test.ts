import { describe, expect, test } from 'vitest'
import { thrownError } from '../../../test/support/thrown-error.ts'
import { comparedMetrics } from '../../analysis/comparison/compared-metric.ts'
import { parseMetricName } from './parse-metric-name.ts'

describe('parseMetricName', () => {
  test.each(comparedMetrics.map(({ name }) => name))('%s', (name) => {
    expect(parseMetricName(name)).toBe(name)
  })

  test.each([
    ['ttft.p(99)', 'ttft.p99'],
    ['e2e.p99_9', 'e2e.p99.9'],
    ['itl.med', 'itl.p50'],
    ['tpot.avg', 'tpot.mean'],
    [' error_rate ', 'error_rate'],
  ])('%s is %s', (text, name) => {
    expect(parseMetricName(text)).toBe(name)
  })

  test.each([
    ['tttf.p99', 'did you mean ttft.p99?'],
    ['output_token_per_s', 'did you mean output_tokens_per_s?'],
    ['TTFT.p50', 'did you mean ttft.p50?'],
    ['ttft', 'say which figure of it'],
    ['', '""'],
    ['x'.repeat(500), 'xxx…'],
  ])('%j isn’t one: %s', (text, said) => {
    const error = thrownError('usage', () => parseMetricName(text))
    expect(error.message).toContain(said)
    expect(error.message.length).toBeLessThan(200)
    expect(error.hint).toBeDefined()
  })
})
