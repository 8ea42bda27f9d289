import { expect, test } from 'vitest'
import { didYouMeanMetric } from './metric-words.ts'

const metrics = ['requests_per_s', 'output_tokens_per_s', 'e2e', 'ttft.p90', 'ttft.p99', 'error_rate']

test.each([
  ['throughput', ' (did you mean requests_per_s or output_tokens_per_s?)'],
  ['RPS', ' (did you mean requests_per_s?)'],
  ['latency.p99', ' (did you mean e2e?)'],
  ['ttft.p9', ' (did you mean ttft.p90?)'],
  ['eror_rate', ' (did you mean error_rate?)'],
  ['colour', ''],
  ['constructor', ''],
])('what %s may mean', (name, said) => {
  expect(didYouMeanMetric(name, metrics)).toBe(said)
})

test('a word means only what there is', () => {
  expect(didYouMeanMetric('throughput', ['requests_per_s'])).toBe(' (did you mean requests_per_s?)')
  expect(didYouMeanMetric('tps', ['e2e'])).toBe('')
})
