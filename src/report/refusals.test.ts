import { describe, expect, it } from 'vitest'
import { sampled, unsampled } from './fixtures/distributions.ts'
import { renderRefusals } from './refusals.ts'
import type { SampleRow } from './sample-row.ts'
import { plainStyle } from './style.ts'

const row = (label: string, distribution: SampleRow['distribution']): SampleRow => ({ label, distribution })

function render(...rows: readonly SampleRow[]): readonly string[] {
  return renderRefusals(rows, plainStyle)
}

describe('renderRefusals', () => {
  const long = row('ITL', sampled(400_000, 12))
  const fair = row('TTFT', sampled(2400, 41, { vif: 1 }))

  it('says nothing where nothing is refused, or nothing was measured', () => {
    expect(render(long, row('TPOT', unsampled))).toEqual([])
  })

  it('says how many more requests it takes, and how long', () => {
    expect(render(fair, long)).toEqual([
      '  — p99.9 of TTFT: needs about 1300 more requests, 2.7 min at this rate',
    ])
  })

  it('groups rows, and figures that need the same', () => {
    const short = sampled(5, 41, { vif: 1.3 })
    expect(render(row('TTFT', short), row('E2E', short))).toEqual([
      '  — mean and p50 of all: needs about 3 more requests, 1 s at this rate',
      '  — p90 of all: needs about 42 more requests, 6 s at this rate',
      '  — p95 of all: needs about 89 more requests, 12 s at this rate',
      '  — p99 of all: needs about 480 more requests, 60 s at this rate',
      '  — p99.9 of all: needs about 4800 more requests, 10 min at this rate',
    ])
  })

  it('gives the most where rows differ, and names the fewer', () => {
    const poor = row('E2E', sampled(2400, 1241, { vif: 3 }))
    const others = ['TTFT', 'TPOT', 'NTPOT'].map((label) => row(label, fair.distribution))
    expect(render(...others, poor, long)).toEqual([
      '  — p99.9 of all but ITL: needs about 8700 more requests, 19 min at this',
      '    rate',
    ])
  })

  it('says when it would take days', () => {
    const { resolution, ...figures } = fair.distribution
    const p99_9 = { ...resolution.p99_9, needs_s: 86_401 }
    expect(render(row('E2E', { ...figures, resolution: { ...resolution, p99_9 } }))).toEqual([
      '  — p99.9 of all: out of reach at this rate',
    ])
  })

  it('promises nothing where the run can’t say what it takes', () => {
    const { resolution, ...figures } = fair.distribution
    const p99_9 = { ...resolution.p99_9, needs_requests: null, needs_s: null }
    const hopeless = row('E2E', { ...figures, resolution: { ...resolution, p99_9 } })
    expect(render(fair, hopeless)).toEqual([
      '  — p99.9 of TTFT: needs about 1300 more requests, 2.7 min at this rate',
      '  — p99.9 of E2E: not resolvable from this run',
    ])
  })
})
