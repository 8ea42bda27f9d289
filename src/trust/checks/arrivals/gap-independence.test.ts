import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../statistics/random.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import * as times from './fixtures/arrival-times.ts'
import { openRun } from './fixtures/open-run.ts'
import { gapIndependence } from './gap-independence.ts'

const random = createRandom(6)

describe('is ok', () => {
  it('of Poisson and gamma arrivals', () => {
    expect(gapIndependence.judge(virtualRun())).toMatchObject({ status: 'ok', threshold: 0.2 })
    const gamma = { kind: 'open', arrival: 'gamma', ratePerSecond: 30, burstiness: 0.5 } as const
    expect(gapIndependence.judge(virtualRun({ load: gamma })).status).toBe('ok')
  })

  it('of gaps most of which are shorter than a send may be late', () => {
    const planned = times.gamma(random, 20, 0.05, 600)
    const sent = planned.map((at) => at + 100e-6 * random.uniform())
    const evidence = openRun({ arrival: 'gamma', ratePerSecond: 20, burstiness: 0.05, planned, sent })
    expect(gapIndependence.judge(evidence).status).toBe('ok')
  })
})

describe('is not ok', () => {
  it.each([2, 4, 10])('of %i workers that share a seed, as GuideLLM’s', (workers) => {
    const sent = times.sameSeedWorkers(random, 40, workers, 60)
    const finding = gapIndependence.judge(openRun({ arrival: 'poisson', ratePerSecond: 40, sent }))
    expect(finding).toMatchObject({ status: 'invalid', affects: ['*'] })
    expect(finding.statistic).toBeCloseTo((workers - 1) / workers, 1)
    expect(finding.message).toContain('some of the traffic is a copy of the rest')
  })

  it('of sends in batches', () => {
    const sent = times.secondBoundaryBursts(5, 200)
    const finding = gapIndependence.judge(openRun({ arrival: 'poisson', ratePerSecond: 5, sent }))
    expect(finding.message).toMatch(
      /^long gaps between the sends of stage 0 are followed by short ones \(ρ = -0/,
    )
    expect(finding.status).toBe('suspect')
  })
})

it('doesn’t judge few sends, or even ones', () => {
  const few = openRun({
    arrival: 'poisson',
    ratePerSecond: 20,
    sent: times.sameSeedWorkers(random, 20, 4, 10),
  })
  expect(gapIndependence.judge(few).status).toBe('not_applicable')
  const even = openRun({ arrival: 'poisson', ratePerSecond: 20, sent: times.constant(20, 60) })
  expect(gapIndependence.judge(even).status).toBe('ok')
})
