import { describe, expect, it } from 'vitest'
import { slowed } from '../../fixtures/slowed.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { trend } from './trend.ts'

function slower(by: number, durationS = 120) {
  const edit = (record: Parameters<typeof slowed>[0]) =>
    slowed(record, 1 + by * Math.max(0, (record.plannedNs / 1e9 - 5) / durationS))
  return trend.judge(virtualRun({ durationS, edit }))
}

describe('trend', () => {
  it('is ok of a steady server', () => {
    expect(trend.judge(virtualRun())).toMatchObject({ status: 'ok', threshold: 0.05 })
  })

  it('finds a server that gets slower by a third', () => {
    const finding = slower(0.33)
    expect(finding.status).toBe('suspect')
    expect(finding.message).toContain('rose by')
  })

  it('finds one that gets faster', () => {
    expect(slower(-0.3).message).toContain('fell by')
  })

  it('is invalid when it changes by more than a quarter from half to half', () => {
    expect(slower(1.5)).toMatchObject({ status: 'invalid', threshold: 0.25 })
  })

  it('lets be what changes by less than 5 %, however sure it is', () => {
    expect(slower(0.06, 300).status).toBe('ok')
  })

  it('doesn’t take a queue’s wandering for a trend', () => {
    const mm1 = { kind: 'station', servers: 1, meanServiceMs: 20, law: 'exponential' } as const
    const load = { kind: 'open', arrival: 'poisson', ratePerSecond: 45 } as const
    const findings = Array.from({ length: 40 }, (_, seed) =>
      trend.judge(virtualRun({ seed, load, server: mm1, durationS: 20, warmupS: 10, outputTokens: 2 })),
    )
    expect(findings.filter(({ status }) => status !== 'ok')).toEqual([])
    expect(findings.some(({ message }) => message.includes('wanders'))).toBe(true)
  })
})
