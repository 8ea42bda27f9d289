import { describe, expect, test } from 'vitest'
import type { CalibrationPoint } from '../../trust/calibration/envelope.ts'
import { calibrationPoint } from './calibration-point.ts'
import { comparisonOf } from './fixtures/comparison-of.ts'
import { traffic } from './traffic.ts'

const spec = { kind: 'tokens', burstiness: 'stepping', streams: 51 } as const
const asked = traffic(spec)
const all = { tokensPerSecond: asked.askedTokensPerSecond }

function pointOf(more: Partial<Parameters<typeof comparisonOf>[0]>): CalibrationPoint {
  return calibrationPoint(2, spec, asked, comparisonOf({ ...all, ...more }))
}

test('a load that kept the criterion, in the units of the artifact', () => {
  expect(pointOf({})).toEqual({
    workers: 2,
    streams: 51,
    burstiness: 'stepping',
    reply_tokens: 25,
    asked_tokens_per_s: asked.askedTokensPerSecond,
    tokens_per_s: asked.askedTokensPerSecond,
    requests_per_s: asked.askedTokensPerSecond / 25,
    tokens: 1000,
    kernel_error_us: { p50: 5, p99: 10, p99_9: 20, max: 40 },
    user_error_us: { p50: 50, p99: 100, p99_9: 200, max: 400 },
    simulator_lateness_us: { p50: 25, p99: 50, p99_9: 100, max: 200 },
    client_cpu_cores: 0.1,
    sender_limited: false,
    outcome: 'ok',
    reason: null,
  })
})

describe('is the client’s failure', () => {
  test.each([
    [{ errorNs: 1.2e6 }, 'error of 1200 µs at p99.9'],
    [{ cpu: 0.95 }, 'a worker used 95 % of a core'],
    [{ failed: 1 }, '1 of 41 requests failed'],
    [{ tokens: 0, errorNs: Number.NaN }, 'no tokens arrived'],
    [{ cpu: 0.95, tokensPerSecond: 10 }, 'a worker used 95 % of a core'],
    [{ timestampSource: 'user', errorNs: 150_000 }, 'error of 1500 µs at p99.9'],
  ])('%j', (more, reason) => {
    expect(pointOf(more)).toMatchObject({ outcome: 'client', reason })
  })

  test('and has numbers that JSON can hold', () => {
    const point = pointOf({ tokens: 0, errorNs: Number.NaN })
    expect(JSON.parse(JSON.stringify(point))).toEqual(point)
  })
})

test('exactly at the criterion is kept', () => {
  expect(pointOf({ errorNs: 1e6, cpu: 0.8999 })).toMatchObject({ outcome: 'ok' })
})

test('an error that the sender’s own write explains is nobody’s proof', () => {
  expect(pointOf({ errorNs: 2e6, outsideNs: 50_000 })).toMatchObject({
    outcome: 'sender',
    reason: "the simulator's writes took up to 60 µs",
  })
})

test.each([
  [
    { tokensPerSecond: asked.askedTokensPerSecond * 0.89 },
    'the simulator sent 89 % of what it was asked for',
  ],
  [{ lateNs: 50e6 }, 'the simulator was 25 ms late at p99'],
])('a load that the simulator didn’t keep up with is what arrived: %j', (more, reason) => {
  expect(pointOf(more)).toMatchObject({ outcome: 'ok', sender_limited: true, reason })
  expect(pointOf({ lateNs: 30e6 }).sender_limited).toBe(false)
})

test('without kernel stamps there are no errors of them', () => {
  expect(pointOf({ timestampSource: 'user' })).toMatchObject({ outcome: 'ok', kernel_error_us: null })
})
