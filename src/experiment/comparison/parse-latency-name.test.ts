import { expect, test } from 'vitest'
import { thrownError } from '../../../test/support/thrown-error.ts'
import { latencyNames } from '../../metrics/latency-quantiles.ts'
import { parseLatencyName } from './parse-latency-name.ts'

test.each(latencyNames)('%s', (name) => {
  expect(parseLatencyName(` ${name} `)).toBe(name)
})

test.each([
  ['ttf', 'ttft'],
  ['ttft.p99', 'Give the latency alone, ttft'],
  ['requests_per_s', 'Those are ttft, '],
  ['', 'Those are ttft, '],
  ['x'.repeat(1e5), 'Those are ttft, '],
])('refuses %.20s', (text, said) => {
  const error = thrownError('usage', () => parseLatencyName(text))
  expect(`${error.message} ${error.hint}`).toContain(said)
  expect(error.message.length).toBeLessThan(300)
})
