import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../evidence.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { conservation } from './conservation.ts'

function measuredAs(evidence: Evidence, measured: Partial<Evidence['measured']>): Evidence {
  return { ...evidence, measured: { ...evidence.measured, ...measured } }
}

describe('is ok', () => {
  it.each([
    ['open loop', virtualRun()],
    ['closed loop', virtualRun({ load: { kind: 'closed', concurrency: 5 } })],
    ['run with failures', virtualRun({ edit: (r, u) => (u < 0.2 ? { ...r, status: 'http_error' } : r) })],
    ['run without samples', { ...virtualRun(), workers: [] }],
  ])('of a whole %s', (_, evidence) => {
    expect(conservation.judge(evidence)).toMatchObject({ status: 'ok', statistic: 0, threshold: 0 })
  })

  it('when a run was stopped before its plan was through', () => {
    const evidence = virtualRun({ edit: (record) => (record.sentNs! < 30e9 ? record : []) })
    expect(conservation.judge(measuredAs(evidence, { state: 'interrupted' })).status).toBe('ok')
    expect(conservation.judge(evidence).status).toBe('invalid')
  })

  it('when the workers of an interrupted run stopped at different places', () => {
    const isThere = (record: { worker: number; index: number }): boolean =>
      record.worker === 0 || record.index < 600
    const evidence = virtualRun({ edit: (record) => (isThere(record) ? record : []) })
    expect(conservation.judge(measuredAs(evidence, { state: 'interrupted' })).status).toBe('ok')
  })

  it('when a duration came before the number of requests, and only then', () => {
    const evidence = virtualRun()
    const { load, window } = evidence.measured
    const ended = measuredAs(evidence, {
      load: { ...load, planned: 100_000 },
      window: { ...window, kind: 'requests' },
    })
    expect(conservation.judge(ended).status).toBe('ok')
    const endless = { ...ended, plan: { ...ended.plan, sendingEndsNs: Number.POSITIVE_INFINITY } }
    expect(conservation.judge(endless).status).toBe('invalid')
  })

  it('when indices go on at the next multiple of 2³² after a change of kind', () => {
    const evidence = virtualRun({
      load: { kind: 'closed', concurrency: 4 },
      edit: (record) => (record.index < 900 ? record : { ...record, index: record.index - 900 + 2 ** 32 }),
    })
    expect(conservation.judge(evidence).status).toBe('ok')
  })
})

describe('is invalid', () => {
  it('when a record of the spool was written twice', () => {
    const evidence = virtualRun({ edit: (r) => (r.index === 70 ? [r, r] : r), seriesBeforeEdit: true })
    const finding = conservation.judge(evidence)
    expect(finding).toMatchObject({ status: 'invalid', affects: ['*'] })
    expect(finding.message).toContain('1 request recorded more than once (the first is 70)')
    const repeatedOnly = { ...evidence, workers: [] }
    expect(conservation.judge(repeatedOnly).status).toBe('invalid')
  })

  it.each([0, 70, 500])('when record %i was lost, counters or not', (index) => {
    const evidence = virtualRun({ edit: (r) => (r.index === index ? [] : r), seriesBeforeEdit: true })
    expect(conservation.judge(evidence).message).toContain('worker ')
    expect(conservation.judge({ ...evidence, workers: [] })).toMatchObject({ status: 'invalid' })
  })

  it('when the last record was lost, which only counts can show', () => {
    const last = virtualRun().requests.length - 1
    const evidence = virtualRun({ edit: (r) => (r.index === last ? [] : r), seriesBeforeEdit: true })
    expect(conservation.judge(evidence).message).toMatch(
      /^(\d+) measured requests were planned and \d+ have a record; worker 1 counted (\d+) sent, its records are/,
    )
  })

  it('when a record of a closed loop was lost, by its index alone', () => {
    const evidence = virtualRun({
      load: { kind: 'closed', concurrency: 4 },
      edit: (record) => (record.index === 100 ? [] : record),
    })
    expect(conservation.judge({ ...evidence, workers: [] })).toMatchObject({
      status: 'invalid',
      statistic: 1,
      message: '1 request of those sent left no record',
    })
  })

  it('when all records of a worker vanished', () => {
    const evidence = virtualRun({
      load: { kind: 'closed', concurrency: 4 },
      edit: (record) => (record.worker === 1 ? [] : record),
      seriesBeforeEdit: true,
    })
    expect(conservation.judge(evidence).message).toMatch(/worker 1 counted \d+ sent.*its records are 0 sent/)
  })

  it('when a worker left no account of itself', () => {
    const evidence = virtualRun()
    const one = { ...evidence, workers: evidence.workers.slice(0, 1) }
    expect(conservation.judge(one).message).toMatch(/^worker 1 left \d+ records and no account of them$/)
  })

  it('when a worker counted other ends than its records have', () => {
    const evidence = virtualRun({
      edit: (record) => (record.index === 8 ? { ...record, status: 'reset' } : record),
      seriesBeforeEdit: true,
    })
    expect(conservation.judge(evidence)).toMatchObject({
      status: 'invalid',
      statistic: 1,
      message: expect.stringMatching(
        /^worker 0 counted \d+ ok and 0 failed, its records are \d+ ok and 1 failed$/,
      ),
    })
  })
})

it('asks little of a run that died, and nothing of one that sent nothing', () => {
  const evidence = virtualRun({
    edit: (record) => (record.index % 100 === 7 ? [] : record),
    seriesBeforeEdit: true,
  })
  expect(conservation.judge(measuredAs(evidence, { state: 'recovered' })).status).toBe('ok')
  const twice = virtualRun({ edit: (record) => [record, record] })
  expect(conservation.judge(measuredAs(twice, { state: 'recovered' })).status).toBe('invalid')
  const empty = measuredAs(virtualRun({ edit: () => [] }), { state: 'interrupted' })
  expect(conservation.judge(empty).status).toBe('not_applicable')
})
