import { describe, expect, it } from 'vitest'
import type { RequestStatus } from '../../../record/request-record.ts'
import type { Evidence } from '../../evidence.ts'
import { type VirtualRunOptions, virtualRun } from '../../fixtures/virtual-run.ts'
import { failures } from './failures.ts'

/** Requests refused at once, in this share. */
function refusing(
  share: number,
  options: VirtualRunOptions = {},
  status: RequestStatus = 'http_error',
): Evidence {
  return virtualRun({
    ...options,
    edit: (record, random) => (random < share ? { ...record, status } : record),
  })
}

describe('is ok', () => {
  it('when all succeeded', () => {
    expect(failures.judge(virtualRun())).toMatchObject({ status: 'ok', statistic: 0, threshold: 0.001 })
  })

  it('when fewer failed than the highest quantile leaves out', () => {
    const evidence = virtualRun({
      edit: (record) => (record.index === 500 ? { ...record, status: 'reset' } : record),
    })
    expect(failures.judge(evidence)).toMatchObject({
      status: 'ok',
      message: expect.stringMatching(/1 of 1209/),
    })
  })
})

describe('is suspect, and names the quantiles', () => {
  it.each([
    [0.004, 'p99.9 of'],
    [0.03, 'p99 and p99.9 of'],
    [0.3, 'p90, p95, p99 and p99.9 of'],
  ])('when a share of %d failed', (share, names) => {
    const finding = failures.judge(refusing(share))
    expect(finding.status).toBe('suspect')
    expect(finding.message).toContain(`, so ${names} latency hold for those that succeeded, not for all`)
    expect(finding.affects).toContain('ttft')
  })

  it('of a run too short for any but the median', () => {
    expect(failures.judge(refusing(0.3, { warmupS: 0, durationS: 2 })).status).toBe('suspect')
  })
})

describe('is invalid', () => {
  it('when most failed', () => {
    expect(failures.judge(refusing(0.6))).toMatchObject({ status: 'invalid', threshold: 0.5, affects: ['*'] })
  })

  it.each(['http_error', 'connect_error', 'timeout'] as const)('when all ended as %s', (status) => {
    const finding = failures.judge(refusing(2, {}, status))
    expect(finding).toMatchObject({ status: 'invalid', statistic: 1 })
    expect(finding.message).toMatch(/^all \d+ requests failed$/)
  })

  it('when nothing was measured: no threshold on it may pass, as k6’s do', () => {
    const evidence = virtualRun({ edit: () => [] })
    expect(failures.judge(evidence)).toMatchObject({
      status: 'invalid',
      n: 0,
      message: 'no request was measured',
    })
  })
})
