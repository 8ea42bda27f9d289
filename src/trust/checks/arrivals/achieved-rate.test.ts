import { describe, expect, it } from 'vitest'
import type { RequestRecord } from '../../../record/request-record.ts'
import { createRandom } from '../../../statistics/random.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { achievedRate } from './achieved-rate.ts'
import * as times from './fixtures/arrival-times.ts'
import { openRun } from './fixtures/open-run.ts'

const server = { kind: 'independent', medianTtftMs: 300, sigma: 0.1, stepMs: 10, stepNoise: 0.1 } as const
const planned = times.poisson(createRandom(4), 50, 30)
const poisson = { arrival: 'poisson', ratePerSecond: 50, planned, ends: 30 } as const

describe('is ok', () => {
  it.each([
    ['Poisson', virtualRun()],
    ['constant', virtualRun({ load: { kind: 'open', arrival: 'constant', ratePerSecond: 50 } })],
    ['gamma', virtualRun({ load: { kind: 'open', arrival: 'gamma', ratePerSecond: 30, burstiness: 0.3 } })],
  ])('when all %s sends went out', (_, evidence) => {
    expect(achievedRate.judge(evidence)).toMatchObject({ status: 'ok', statistic: 0, threshold: 0.001 })
  })

  it('when each send opens a connection, which takes as long for all', () => {
    const edit = (record: RequestRecord): RequestRecord => ({ ...record, sentNs: record.sentNs! + 80e6 })
    expect(achievedRate.judge(virtualRun({ edit, server }))).toMatchObject({ status: 'ok' })
  })

  it('when the client paused for a moment at the end', () => {
    const sent = planned.map((at) => (at > 29.97 ? at + 0.04 : at))
    expect(achievedRate.judge(openRun({ ...poisson, sent })).status).toBe('ok')
  })

  it('when a send planned just before the end went out just after it', () => {
    const last = openRun({ ...poisson, planned: [...planned, 29.9999], sent: [...planned, 30.0003] })
    expect(achievedRate.judge(last)).toMatchObject({ status: 'ok', statistic: 0 })
  })
})

describe('is invalid', () => {
  it('when the client was behind its plan at the end of the window', () => {
    const sent = times.relativeSleeps(planned, 100e-6)
    const finding = achievedRate.judge(openRun({ ...poisson, sent }))
    expect(finding).toMatchObject({ status: 'invalid', affects: ['*'], threshold: 0.001 })
    expect(finding.message).toMatch(
      /^\d+ of 1\d\d\d planned sends \(0\.\d+ %\) were still to come when the window ended, [\d.]+\/s of 50\/s$/,
    )
  })

  it('when it was behind at the end of a plan of so many requests', () => {
    const evidence = openRun({ ...poisson, sent: times.relativeSleeps(planned, 100e-6) })
    const { window } = evidence.measured
    const byNumber = { ...evidence.measured, window: { ...window, kind: 'requests', end_ns: 90e9 } as const }
    expect(achievedRate.judge({ ...evidence, measured: byNumber }).status).toBe('invalid')
  })

  it.each([
    ['Poisson', 'poisson', times.poisson(createRandom(5), 54, 60)],
    ['constant', 'constant', times.constant(51, 60)],
    ['gamma', 'gamma', times.gamma(createRandom(5), 60, 2, 60)],
  ] as const)('when the plan is of another rate (%s)', (_, arrival, sent) => {
    const finding = achievedRate.judge(openRun({ arrival, ratePerSecond: 50, burstiness: 2, sent, ends: 60 }))
    expect(finding.message).toMatch(/^sends of stage 0 were planned at [\d.]+\/s, and 50\/s was asked for$/)
    expect(finding.status).toBe('invalid')
  })

  it('when seconds were taken for milliseconds', () => {
    const sent = times.constant(50, 30).map((at) => at / 1000)
    expect(achievedRate.judge(openRun({ arrival: 'constant', ratePerSecond: 50, sent })).status).toBe(
      'invalid',
    )
  })
})

it('leaves out what --max-concurrency held over the end', () => {
  const sent: number[] = []
  for (const [i, at] of planned.entries()) sent.push(i < 4 ? at : Math.max(at, sent[i - 4]! + 0.4))
  const held = { ...poisson, sent, took: 0.4 }
  expect(achievedRate.judge(openRun(held)).status).toBe('invalid')
  expect(achievedRate.judge(openRun({ ...held, maxConcurrency: 4 })).status).toBe('ok')
})

it('doesn’t apply to a closed loop', () => {
  const closed = virtualRun({ load: { kind: 'closed', concurrency: 4 } })
  expect(achievedRate.judge(closed).status).toBe('not_applicable')
})
