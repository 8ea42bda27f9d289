import { expect, test } from 'vitest'
import type { Measurements } from '../../metrics/summary.ts'
import { virtualRun } from '../fixtures/virtual-run.ts'
import { runLoad } from './run-load.ts'

// 20 req/s of 16 tokens.
const { measured, workers } = virtualRun({ durationS: 20 })

test('what a run asked of the instrument is what it asked at its busiest', () => {
  const load = runLoad(measured, workers)
  expect(load).toMatchObject({ tls: false, workers: 2, streams: measured.load.in_flight_max })
  expect(load.timestampSource).toBe(measured.instrument.timestamp_source)
  expect(load.requestsPerSecond).toBeGreaterThan(measured.throughput.requests_per_s! * 1.1)
  expect(load.tokensPerSecond).toBeGreaterThan(measured.throughput.output_tokens_per_s! * 1.1)
  expect(load.tokensPerSecond).toBeLessThan(measured.throughput.output_tokens_per_s! * 3)
})

test('without series of the workers it is the mean', () => {
  const { output_tokens_per_s, requests_per_s } = measured.throughput
  expect(runLoad(measured, [])).toMatchObject({
    tokensPerSecond: output_tokens_per_s,
    requestsPerSecond: requests_per_s,
  })
})

test('events count, not the tokens in them; a reply in one piece has none', () => {
  const perEvent = (mean: number | null): Measurements => ({
    ...measured,
    tokens: { ...measured.tokens, per_event: { ...measured.tokens.per_event, mean } },
  })
  const tokens = measured.throughput.output_tokens_per_s!
  expect(runLoad(perEvent(4), []).tokensPerSecond).toBeCloseTo(tokens / 4)
  expect(runLoad(perEvent(null), []).tokensPerSecond).toBe(0)
})

test('a run of nothing asked for nothing', () => {
  const throughput = { ...measured.throughput, requests_per_s: null, output_tokens_per_s: null }
  expect(runLoad({ ...measured, throughput }, [])).toMatchObject({ tokensPerSecond: 0, requestsPerSecond: 0 })
})

test.each([
  ['https://host', true],
  ['HTTPS://host', true],
  ['http://host', false],
  ['unix:/path', false],
  [null, false],
])('TLS is told by the URL: %s', (url, tls) => {
  expect(runLoad({ ...measured, target: { ...measured.target, url } }, []).tls).toBe(tls)
})
