import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { emptyRecord } from '../../record/empty-record.ts'
import { streamedRecord } from '../fixtures/streamed-record.ts'
import { describeMetric, type MetricDefinition, type RequestMetric } from '../request-metric.ts'
import { connect } from './connect.ts'
import { e2e } from './e2e.ts'
import { e2eFromPlan } from './e2e-from-plan.ts'
import { inputTokens } from './input-tokens.ts'
import { itl } from './itl.ts'
import { lateness } from './lateness.ts'
import { ntpot } from './ntpot.ts'
import { outputTokens } from './output-tokens.ts'
import { query } from './query.ts'
import { rtt } from './rtt.ts'
import { tokensPerEvent } from './tokens-per-event.ts'
import { tpot } from './tpot.ts'
import { ttfat } from './ttfat.ts'
import { ttft } from './ttft.ts'
import { ttftFromPlan } from './ttft-from-plan.ts'

const perRequest: readonly RequestMetric[] = [
  connect,
  e2e,
  e2eFromPlan,
  inputTokens,
  lateness,
  ntpot,
  outputTokens,
  rtt,
  tokensPerEvent,
  tpot,
  ttfat,
  ttft,
  ttftFromPlan,
]
const all: readonly MetricDefinition[] = [...perRequest, itl, query]

/** Planned at 8 ms, sent at 10, reasoning at 110, 130 and 150, the answer from 170 to 210; two tokens an event. */
const record = streamedRecord(10, [110, 130, 150, 170, 190, 210], {
  plannedNs: 8e6,
  endNs: 215e6,
  firstAnswerTokenNs: 170e6,
  inputTokens: 512,
  outputTokens: 12,
  connectStartNs: 1e6,
  connectedNs: 2e6,
  securedNs: 5e6,
  rttNs: 15_800_000,
  minRttNs: 45_500,
})

describe('the value of a request', () => {
  test.each([
    [ttft, 100],
    [ttfat, 160],
    [ttftFromPlan, 102],
    [e2e, 200],
    [e2eFromPlan, 202],
    [tpot, 100 / 11],
    [ntpot, 200 / 12],
    [lateness, 2],
    [inputTokens, 512],
    [outputTokens, 12],
    [tokensPerEvent, 2],
    [rtt, 45.5],
    [connect, 4],
  ] as const)('$name', (metric, expected) => {
    expect(metric.compute(record)).toBeCloseTo(expected, 12)
  })

  test('an unstreamed reply is complete at its end', () => {
    const unstreamed = streamedRecord(10, [], { plannedNs: 8e6, endNs: 110e6, outputTokens: 50 })
    expect([e2e, e2eFromPlan, ntpot].map((metric) => metric.compute(unstreamed))).toEqual([100, 102, 2])
    expect(
      [ttft, ttfat, ttftFromPlan, tpot, tokensPerEvent].map((metric) => metric.compute(unstreamed)),
    ).toEqual([null, null, null, null, null])
  })

  test('a request that never got anywhere has none', () => {
    for (const metric of perRequest)
      expect([metric.name, metric.compute(emptyRecord())]).toEqual([metric.name, null])
  })

  test('a reply of one token has no tpot, and one of none no ntpot', () => {
    expect(tpot.compute(streamedRecord(0, [5]))).toBeNull()
    expect(ntpot.compute(streamedRecord(0, [5]))).toBe(5)
    expect(ntpot.compute(streamedRecord(0, [], { outputTokens: 0, endNs: 5 }))).toBeNull()
  })

  test('a connection without TLS is open once it is established', () => {
    expect(connect.compute({ ...record, securedNs: null })).toBe(1)
  })
})

describe('the most by which the instrument can have put a value wrong', () => {
  const bounds = {
    firstTokenErrorBoundNs: 20_000,
    lastTokenErrorBoundNs: 40_000,
    errorBoundNs: 60_000,
    sendErrorBoundNs: 3000,
  }

  test.each([
    [ttft, 0.023],
    [ttfat, 0.063],
    [ttftFromPlan, 0.02],
    [e2e, 0.043],
    [e2eFromPlan, 0.04],
    [tpot, 0.04 / 11],
    [ntpot, 0.043 / 12],
  ] as const)('$name can be too large', (metric, expected) => {
    expect(metric.tooLarge({ ...record, ...bounds })).toBeCloseTo(expected, 12)
    expect(metric.tooLarge(record)).toBeNull()
  })

  test('ttfat is as good as ttft when the first token is the answer’s', () => {
    const answering = { ...record, ...bounds, firstAnswerTokenNs: record.firstTokenNs }
    expect(ttfat.tooLarge(answering)).toBe(ttft.tooLarge(answering))
  })

  test('only tpot can be too small: by a late first token', () => {
    expect(tpot.tooSmall?.({ ...record, ...bounds })).toBeCloseTo(0.02 / 11, 12)
    for (const metric of [ttft, ttfat, ttftFromPlan, e2e, e2eFromPlan, ntpot])
      expect([metric.name, metric.tooSmall]).toEqual([metric.name, undefined])
  })
})

test('there is one file a metric, and names are unique', () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) => !/\.test\.ts$|^milliseconds-between|^error-ms/.test(file),
  )
  expect(files).toHaveLength(all.length)
  expect(new Set(all.map((metric) => metric.name)).size).toBe(all.length)
})

test('a description says what, in which unit, of which requests, and by whom', () => {
  expect(describeMetric(lateness)).toBe(
    'Lateness of sends, ms: sent_ns − planned_ns, of all measured requests. inference-perf calls it schedule delay. Every request that was sent counts, whatever its end.',
  )
})
