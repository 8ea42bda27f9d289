import { expect, test } from 'vitest'
import { emptyRecord } from '../record/empty-record.ts'
import type { RequestRecord } from '../record/request-record.ts'
import { WorkerCounters } from './worker-counters.ts'

const loop = { turns: 7, reads: 5, longestTurnNs: 1000 }

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
