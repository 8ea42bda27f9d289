import { describe, expect, it } from 'vitest'
import type { Finding } from '../../check.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { instrumentChecks } from '../instrument.ts'
import { instrumentCases, lateBy } from './fixtures/instrument-cases.ts'
import { type Spoiling, spoilt } from './fixtures/spoilt.ts'

function find(id: string, spoiling: Spoiling = {}): ReturnType<(typeof instrumentChecks)[number]['judge']> {
  const check = instrumentChecks.find((candidate) => candidate.id === id)
  if (check === undefined) throw new RangeError(`no check ${id}`)
  return check.judge(spoilt(spoiling))
}

describe.each(instrumentChecks.map(({ id }) => id))('%s', (id) => {
  const own = instrumentCases.filter(([check]) => check === id)

  it.each(own)('%s is %s: %s', (_, status, __, spoiling) => {
    const finding = find(id, spoiling)
    expect([finding.status, finding.message]).toEqual([status, finding.message])
    expect(finding.message).toMatch(/^[^.].*[^.]$/)
    expect(finding.message).not.toMatch(/NaN|undefined|null|Infinity/)
    const bad = status === 'suspect' || status === 'invalid'
    expect(finding.remedy !== null).toBe(bad)
    expect(finding.affects.length > 0).toBe(bad)
    expect(Object.values(finding)).not.toContain(Number.POSITIVE_INFINITY)
  })

  it('has a known-good and a known-bad run', () => {
    const statuses = own.map(([, status]) => status)
    expect(statuses).toContain('ok')
    expect(statuses.some((status) => status === 'suspect' || status === 'invalid')).toBe(true)
  })

  it('finds nothing in a perfect run, nor in one of which nothing is known', () => {
    const evidence = virtualRun({ warmupS: 2, durationS: 20 })
    const { judge } = instrumentChecks.find((check) => check.id === id)!
    expect(['ok', 'not_applicable']).toContain(judge(evidence).status)
    expect(['ok', 'not_applicable']).toContain(judge({ ...evidence, workers: [], host: null }).status)
  })
})

it('names the worker that is bad', () => {
  const finding = find('worker-homogeneity', { run: { durationS: 60, edit: lateBy(30e6) } })
  expect(finding.message).toContain('worker 1')
  expect(finding.affects).toContain('ttft')
})

it('touches the metrics that an error makes invalid, the worst first, and names those in doubt', () => {
  const withErrors = (itlMs: number, ttftMs: number): Finding =>
    find('timestamp-error', {
      user: true,
      latency: { itl: { errorMs: itlMs }, ttft: { errorMs: ttftMs } },
    })
  expect(withErrors(3, 9)).toMatchObject({ status: 'invalid', affects: ['itl'] })
  expect(withErrors(3, 9).message).toMatch(/^itl .*; ttft too by more than 5 %$/)
  expect(withErrors(6, 20).affects).toEqual(['itl', 'ttft'])
  expect(withErrors(1, 9)).toMatchObject({ status: 'suspect', affects: ['ttft', 'itl'] })
})
