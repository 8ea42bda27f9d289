import { describe, expect, it } from 'vitest'
import type { RequestRecord } from '../../../record/request-record.ts'
import type { Evidence } from '../../evidence.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { censoring } from './censoring.ts'

function givenUp(share: number, status: RequestRecord['status'] = 'timeout'): Evidence {
  return virtualRun({ edit: (record, random) => (random < share ? { ...record, status } : record) })
}

function ended(evidence: Evidence, state: Evidence['measured']['state']): Evidence {
  return { ...evidence, measured: { ...evidence.measured, state } }
}

it('is ok when everything ran to its end', () => {
  expect(censoring.judge(virtualRun())).toMatchObject({ status: 'ok', statistic: 0, threshold: 0.0005 })
})

it('lets failures be that aren’t of the slow', () => {
  expect(censoring.judge(givenUp(0.3, 'http_error')).status).toBe('ok')
})

describe('names the quantiles that are lower bounds', () => {
  it.each([
    [0.002, 'suspect', 'p99.9 of latency is a lower bound'],
    [0.02, 'suspect', 'p99 and p99.9 of latency are lower bounds'],
    [0.2, 'suspect', 'p90, p95, p99 and p99.9 of latency are lower bounds'],
    [0.3, 'invalid', 'p50, p90, p95, p99 and p99.9 of latency are lower bounds'],
  ])('when a share of %d timed out', (share, status, bounds) => {
    const finding = censoring.judge(givenUp(share))
    expect(finding.status).toBe(status)
    expect(finding.message).toMatch(
      /^[\d.]+ % of requests were given up before their end \(\d+ timeout, of 1209\): p/,
    )
    expect(finding.message).toContain(`: ${bounds}`)
  })

  it('whether they timed out, were unfinished when the drain ended, or were cancelled', () => {
    const kinds = ['timeout', 'censored', 'cancelled'] as const
    const evidence = virtualRun({
      edit: (record, random) => (random < 0.06 ? { ...record, status: kinds[record.index % 3]! } : record),
    })
    expect(censoring.judge(evidence).message).toMatch(
      /\(\d+ timeout, \d+ censored and \d+ cancelled, of 1209\)/,
    )
  })

  it('of a server so slow that a deadline cuts its tail, as oha -z does, whose p99 is then too low', () => {
    const whole = virtualRun({
      durationS: 20,
      server: { kind: 'independent', medianTtftMs: 400, sigma: 1.5, stepMs: 5, stepNoise: 0 },
    })
    const deadlineNs = 25e9
    const cut = virtualRun({
      durationS: 20,
      server: { kind: 'independent', medianTtftMs: 400, sigma: 1.5, stepMs: 5, stepNoise: 0 },
      edit: (record) =>
        record.endNs > deadlineNs ? { ...record, endNs: deadlineNs, status: 'censored' } : record,
    })
    expect(cut.measured.latency_ms.e2e.max!).toBeLessThan(whole.measured.latency_ms.e2e.max!)
    expect(censoring.judge(cut).status).toBe('suspect')
    expect(censoring.judge(whole).status).toBe('ok')
  })
})

it('says of a run that was stopped, or died, that it was', () => {
  const stopped = censoring.judge(ended(virtualRun(), 'interrupted'))
  expect(stopped).toMatchObject({ status: 'suspect', affects: ['*'] })
  expect(stopped.message).toMatch(/^the run was stopped by hand after 65 s of 65 s/)
  expect(censoring.judge(ended(virtualRun(), 'recovered')).message).toMatch(
    /^the run died after 65 s of 65 s/,
  )
})

it('counts what was in flight when a run died', () => {
  const evidence = ended(virtualRun(), 'recovered')
  const workers = evidence.workers.map((series) => ({ ...series, inFlight: Float64Array.of(0, 300) }))
  expect(censoring.judge({ ...evidence, workers })).toMatchObject({
    status: 'invalid',
    n: 1809,
    message: expect.stringContaining('(600 lost with the run, of 1809)'),
  })
})

it('has nothing to say without requests', () => {
  expect(censoring.judge(virtualRun({ edit: () => [] })).status).toBe('not_applicable')
})
