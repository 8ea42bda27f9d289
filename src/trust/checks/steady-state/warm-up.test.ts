import { describe, expect, it } from 'vitest'
import { slowed } from '../../fixtures/slowed.ts'
import { type VirtualRunOptions, virtualRun } from '../../fixtures/virtual-run.ts'
import { warmUp } from './warm-up.ts'

/** A run of a minute after 5 s of warm-up, whose requests are slower by `factor` at so many seconds from the start. */
function cold(factor: (seconds: number) => number, options: VirtualRunOptions = {}) {
  return warmUp.judge(virtualRun({ ...options, edit: (r) => slowed(r, factor(r.plannedNs / 1e9 - 5)) }))
}

describe('warm-up', () => {
  it('is ok of a steady server', () => {
    expect(warmUp.judge(virtualRun())).toMatchObject({ status: 'ok', remedy: null })
  })

  it('finds a first fifth that is twice as slow, and how long to leave out', () => {
    const finding = cold((seconds) => (seconds < 12 ? 2 : 1))
    expect(finding).toMatchObject({ status: 'suspect', threshold: 0.05 })
    expect(finding.affects).toEqual(expect.arrayContaining(['ttft', 'e2e_from_plan']))
    const seconds = Number(/--warmup (\d+)s/.exec(finding.remedy!)![1])
    expect(seconds).toBeGreaterThanOrEqual(17)
    expect(seconds).toBeLessThan(30)
  })

  it('finds a cold start that decays', () => {
    expect(cold((seconds) => 1 + 3 * Math.exp(-seconds / 5)).status).toBe('suspect')
  })

  it('finds a few requests that are ten times as slow', () => {
    const finding = cold((seconds) => (seconds < 1 ? 10 : 1))
    expect(finding.status).toBe('suspect')
    expect(finding.message).toMatch(/the mean of .* is .* % above/)
  })

  it('is invalid when it took more than half of the time', () => {
    const finding = cold((seconds) => (seconds < 36 ? 3 : 1))
    expect(finding.status).toBe('invalid')
    expect(finding.message).toContain('no steady state was reached')
  })

  it('lets be what changes no figure by 5 %', () => {
    expect(cold((seconds) => (seconds < 12 ? 1.04 : 1)).status).toBe('ok')
  })

  it('has nothing to say of a hundred requests, nor of a ramp', () => {
    expect(cold((seconds) => (seconds < 1 ? 9 : 1), { durationS: 4 }).status).toBe('not_applicable')
    const evidence = virtualRun()
    const ramp = { ...evidence, plan: { ...evidence.plan, homogeneous: false } }
    expect(warmUp.judge(ramp).status).toBe('not_applicable')
  })
})
