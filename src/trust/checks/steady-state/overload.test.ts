import { describe, expect, it } from 'vitest'
import { type VirtualRunOptions, virtualRun } from '../../fixtures/virtual-run.ts'
import { overload } from './overload.ts'

function station(ratio: number, durationS = 20, law: 'exponential' | 'deterministic' = 'exponential') {
  const options: VirtualRunOptions = {
    load: { kind: 'open', arrival: 'poisson', ratePerSecond: 50 * ratio },
    server: { kind: 'station', servers: 1, meanServiceMs: 20, law },
    warmupS: 0,
    durationS,
    outputTokens: 2,
  }
  return overload.judge(virtualRun(options))
}

describe('overload', () => {
  it.each([0.5, 0.8, 0.9])('is ok of M/M/1 at %d', (ratio) => {
    expect(station(ratio).status).toBe('ok')
  })

  it.each([1.3, 2])('is invalid at %d times the capacity: no latency, but a throughput', (ratio) => {
    const finding = station(ratio, 60)
    expect(finding.status).toBe('invalid')
    expect(finding.affects).toContain('e2e')
    expect(finding.affects).not.toContain('requests_per_s')
    expect(finding.message).toMatch(/no steady state exists.*requests\/s is this server’s ceiling/)
    expect(finding.remedy).toMatch(/below [45]\d(\.\d)?\/s in place of/)
  })

  it('counts what --max-concurrency holds back as queued', () => {
    const held = virtualRun({
      load: { kind: 'open', arrival: 'poisson', ratePerSecond: 100 },
      server: { kind: 'station', servers: 1, meanServiceMs: 20, law: 'deterministic' },
      warmupS: 0,
      durationS: 20,
      outputTokens: 2,
      // Sent when its turn comes, so that one is in flight at most.
      edit: (r) => ({ ...r, sentNs: Math.max(r.sentNs!, r.firstTokenNs! - 10e6) }),
    })
    expect(overload.judge(held).status).toBe('invalid')
  })

  it('doesn’t take the filling of an empty server for it', () => {
    const finding = overload.judge(
      virtualRun({
        load: { kind: 'open', arrival: 'poisson', ratePerSecond: 20 },
        server: { kind: 'independent', medianTtftMs: 15_000, sigma: 0.8, stepMs: 10, stepNoise: 0.1 },
        warmupS: 0,
        durationS: 30,
      }),
    )
    expect(finding.status).toBe('ok')
    expect(finding.statistic).toBeGreaterThan(1)
  })

  it('has no question to ask of a closed loop', () => {
    expect(overload.judge(virtualRun({ load: { kind: 'closed', concurrency: 4 } })).status).toBe(
      'not_applicable',
    )
  })
})
