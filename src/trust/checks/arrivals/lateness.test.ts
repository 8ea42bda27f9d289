import { describe, expect, it } from 'vitest'
import type { RequestRecord } from '../../../record/request-record.ts'
import { createRandom } from '../../../statistics/random.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import * as times from './fixtures/arrival-times.ts'
import { openRun } from './fixtures/open-run.ts'
import { lateness } from './lateness.ts'

/** All of a request, so much later than its plan. */
function sentLater(record: RequestRecord, byNs: number): RequestRecord {
  const later = <T extends number | null>(ns: T): T => (ns === null ? ns : ((ns + byNs) as T))
  return {
    ...record,
    sentNs: later(record.sentNs),
    firstByteNs: later(record.firstByteNs),
    firstTokenNs: later(record.firstTokenNs),
    lastTokenNs: later(record.lastTokenNs),
    tokenNs: record.tokenNs.map(later),
    endNs: later(record.endNs),
  }
}

it('of a handshake for each send: the gaps are as planned, and the server is what could change', () => {
  const edit = (record: RequestRecord): RequestRecord => {
    return { ...sentLater(record, 80e6), connectedNs: record.plannedNs + 79e6 }
  }
  const finding = lateness.judge(virtualRun({ edit }))
  expect(finding.affects).toEqual(['ttft_from_plan', 'e2e_from_plan'])
  expect(finding.message).not.toContain('bunches')
  expect(finding.remedy).toContain('keep connections open')
})

describe('is ok', () => {
  it('of a client that is never late by a millisecond', () => {
    const finding = lateness.judge(virtualRun())
    expect(finding).toMatchObject({ status: 'ok', threshold: 1 })
    expect(finding.message).toMatch(/^p99 lateness of sends 0\.1\d\d ms is 0\.\d+ % of the median TTFT$/)
  })

  it('of a few milliseconds where the server takes seconds', () => {
    const server = { kind: 'independent', medianTtftMs: 900, sigma: 0.3, stepMs: 10, stepNoise: 0.1 } as const
    expect(lateness.judge(virtualRun({ server, latenessUs: 1500 }))).toMatchObject({ status: 'ok' })
  })

  it('when a single send of a short run was late', () => {
    const edit = (record: RequestRecord): RequestRecord => sentLater(record, record.index === 80 ? 40e6 : 0)
    expect(lateness.judge(virtualRun({ durationS: 4, edit })).status).toBe('ok')
  })
})

describe('one send of fifty, late by half of the median', () => {
  const edit = (record: RequestRecord): RequestRecord => sentLater(record, record.index % 50 === 0 ? 25e6 : 0)
  const finding = (requests: number) =>
    lateness.judge(
      virtualRun({
        load: { kind: 'open', arrival: 'poisson', ratePerSecond: 8 },
        durationS: requests / 8,
        edit,
      }),
    )

  it('is ok in a run that is too short for a p99, which it alone would move', () => {
    const { status, message } = finding(240)
    expect([status, message.slice(0, 12)]).toEqual(['ok', 'p95 lateness'])
  })

  it('makes one invalid that has a p99', () => {
    const { status, message, affects } = finding(960)
    expect([status, message.slice(0, 12)]).toEqual(['invalid', 'p99 lateness'])
    expect(affects).toEqual(['ttft_from_plan', 'e2e_from_plan'])
  })
})

describe('is not ok', () => {
  it('when sends are late against a fast server', () => {
    const finding = lateness.judge(virtualRun({ latenessUs: 400 }))
    expect(finding).toMatchObject({ status: 'suspect', affects: ['ttft_from_plan', 'e2e_from_plan'] })
    expect(lateness.judge(virtualRun({ latenessUs: 2000 })).status).toBe('invalid')
  })

  it('when the event loop stalls for 50 ms of each second', () => {
    const edit = (record: RequestRecord): RequestRecord =>
      sentLater(record, Math.max(0, 50e6 - (record.plannedNs % 1e9)))
    const finding = lateness.judge(
      virtualRun({ load: { kind: 'open', arrival: 'poisson', ratePerSecond: 50 }, edit }),
    )
    expect(finding).toMatchObject({ status: 'invalid', affects: ['*'] })
    expect(finding.message).toMatch(/mean gap of 2\d\.?\d* ms: they reached the server in bunches$/)
    expect(finding.remedy).toContain('--workers')
  })

  it('when each send sleeps from the one before it, as AIPerf’s', () => {
    const planned = times.poisson(createRandom(1), 50, 30)
    const drifting = times.relativeSleeps(planned, 100e-6)
    const finding = lateness.judge(
      openRun({ arrival: 'poisson', ratePerSecond: 50, planned, sent: drifting }),
    )
    expect(finding.status).toBe('invalid')
    expect(finding.statistic).toBeCloseTo(planned.length * 0.1, -1)
  })

  it('when late sends waited for a connection, and then says what helps', () => {
    const edit = (record: RequestRecord): RequestRecord =>
      record.index % 20 === 0 ? { ...sentLater(record, 30e6), connectedNs: record.plannedNs + 30e6 } : record
    expect(lateness.judge(virtualRun({ edit })).remedy).toContain('--warmup')
  })
})

describe('with --max-concurrency', () => {
  const planned = times.poisson(createRandom(2), 50, 30)
  /** A server of one place that takes 50 ms a request: half of the rate. */
  const sent: number[] = []
  for (const [i, at] of planned.entries()) sent.push(i < 4 ? at : Math.max(at, sent[i - 4]! + 0.4))
  const held = { arrival: 'poisson', ratePerSecond: 50, planned, sent, took: 0.4 } as const

  it('leaves out what a request waited for room', () => {
    expect(lateness.judge(openRun({ ...held, maxConcurrency: 4 })).status).toBe('ok')
  })

  it('leaves it out worker by worker', () => {
    const two = openRun({ ...held, maxConcurrency: 4, workers: 2 })
    expect(lateness.judge(two).status).toBe('ok')
  })

  it('finds the loop that a limit nobody asked for has closed, as vegeta’s -max-workers does', () => {
    expect(lateness.judge(openRun(held))).toMatchObject({ status: 'invalid', affects: ['*'] })
  })
})

it('doesn’t apply to a closed loop, or without a success', () => {
  expect(lateness.judge(virtualRun({ load: { kind: 'closed', concurrency: 4 } })).status).toBe(
    'not_applicable',
  )
  const failed = virtualRun({ edit: (record) => ({ ...record, status: 'http_error' }) })
  expect(lateness.judge(failed).status).toBe('not_applicable')
})
