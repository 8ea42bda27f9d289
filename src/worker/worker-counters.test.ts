import { expect, test } from 'vitest'
import { emptyRecord } from '../record/empty-record.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { WorkerCounters } from './worker-counters.ts'

const loop = {
  turns: 7,
  reads: 5,
  longestTurnNs: 1000,
  tokenReads: 3,
  tokenEvents: 4,
  gcNs: 0,
  gcLongestNs: 0,
  runQueueNs: null,
  clockOffsetNs: 0,
}

function ended(fields: Partial<RequestRecord>): RequestRecord {
  return { ...emptyRecord(), ...fields }
}

test('counts requests by how they ended', () => {
  const counters = new WorkerCounters(3)
  counters.sent = 5
  counters.countEnd(ended({ status: 'ok' }))
  counters.countEnd(ended({ status: 'reset' }))
  counters.countEnd(ended({ status: 'reset' }))
  expect(counters.inFlight).toBe(2)
  const figures = counters.take(1e9, 50, loop)
  expect(figures).toMatchObject({ worker: 3, atNs: 1e9, behindNs: 50, ...loop })
  expect(figures).toMatchObject({ sent: 5, ended: 3, ok: 1, failed: 2, inFlight: 2, errors: { reset: 2 } })
})

test('counts tokens as the server does where it says, and their events otherwise', () => {
  const counters = new WorkerCounters(0)
  counters.countEnd(ended({ outputTokens: 40, tokenEvents: 10 }))
  counters.countEnd(ended({ outputTokens: null, tokenEvents: 3, status: 'timeout' }))
  expect(counters.take(0, 0, loop).tokens).toBe(43)
})

test('TTFT is that of the requests since the last figures, failed ones included', () => {
  const counters = new WorkerCounters(0)
  counters.countEnd(ended({ sentNs: 100, firstTokenNs: 130 }))
  counters.countEnd(ended({ sentNs: 100, firstTokenNs: 150, status: 'truncated' }))
  counters.countEnd(ended({ sentNs: 100, firstTokenNs: null, status: 'timeout' }))
  counters.countEnd(ended({ sentNs: null, status: 'connect_error' }))
  expect(counters.take(0, 0, loop)).toMatchObject({ ttftCount: 2, ttftSumNs: 80, ttftMaxNs: 50 })
  counters.countEnd(ended({ sentNs: 0, firstTokenNs: 5 }))
  expect(counters.take(0, 0, loop)).toMatchObject({ ttftCount: 1, ttftSumNs: 5, ttftMaxNs: 5, ended: 5 })
})

test('figures once taken do not change', () => {
  const counters = new WorkerCounters(0)
  counters.countEnd(ended({ status: 'timeout' }))
  const { errors } = counters.take(0, 0, loop)
  counters.countEnd(ended({ status: 'timeout' }))
  expect(errors).toEqual({ timeout: 1 })
})

test('the area under the requests in flight grows from each send, and ends as the sum of the times they took', () => {
  const counters = new WorkerCounters(0)
  const areaAt = (atNs: number): number => counters.take(atNs, 0, loop).inFlightAreaNs
  counters.countSent(null, 1e9)
  counters.countSent(null, 2e9)
  expect(areaAt(5e9)).toBe(4e9 + 3e9)
  counters.countEnd(ended({ sentNs: 1e9, endNs: 6e9 }))
  expect(areaAt(10e9)).toBe(5e9 + 8e9)
  // Sent again, on a fresh connection: what the first send took is its connection's.
  counters.countSent(2e9, 7e9)
  expect(areaAt(10e9)).toBe(5e9 + 3e9)
  counters.countEnd(ended({ status: 'connect_error', sentNs: null, endNs: 11e9 }))
  counters.countEnd(ended({ sentNs: 7e9, endNs: 12e9 }))
  expect(areaAt(99e9)).toBe(5e9 + 5e9)
})

test('that area is exact to the nanosecond after weeks', () => {
  const counters = new WorkerCounters(0)
  const weekNs = 7 * 86_400e9
  counters.take(6 * weekNs, 0, loop)
  for (let i = 0; i < 1000; i++) counters.countSent(null, 6 * weekNs + i)
  for (let i = 0; i < 1000; i++)
    counters.countEnd(ended({ sentNs: 6 * weekNs + i, endNs: 6 * weekNs + i + 7 }))
  expect(counters.take(7 * weekNs, 0, loop).inFlightAreaNs).toBe(7000)
})
