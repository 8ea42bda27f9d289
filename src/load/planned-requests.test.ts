import { describe, expect, test } from 'vitest'
import type { LoadPlan, LoadStage } from './load-plan.ts'
import { plannedRequests } from './planned-requests.ts'

const open: LoadStage = {
  kind: 'open',
  arrival: 'constant',
  burstiness: 1,
  startRatePerSecond: 10,
  endRatePerSecond: 10,
  durationNs: 3e9,
}
const plan = (stages: readonly LoadStage[], more: Partial<LoadPlan> = {}): LoadPlan => ({
  seed: 1,
  stages,
  warmupNs: 1e9,
  requests: Number.POSITIVE_INFINITY,
  maxConcurrency: Number.POSITIVE_INFINITY,
  ...more,
})

describe('plannedRequests', () => {
  test('counts the measured sends of an open loop, warm-up left out', () => {
    expect(plannedRequests(plan([open]))).toBe(30)
    const poisson = plannedRequests(plan([{ ...open, arrival: 'poisson' }]))
    expect(poisson).toBeGreaterThan(10)
    expect(poisson).not.toBe(30)
  })

  test('is the number of requests where that ends the run', () => {
    expect(plannedRequests(plan([{ ...open, durationNs: Number.POSITIVE_INFINITY }], { requests: 7 }))).toBe(
      7,
    )
  })

  test('is null where the server decides, and where there are too many to count', () => {
    const closed: LoadStage = {
      kind: 'closed',
      querySize: 1,
      startConcurrency: 2,
      endConcurrency: 2,
      thinkTimeNs: 0,
      durationNs: 1e9,
    }
    expect(plannedRequests(plan([closed]))).toBeNull()
    expect(plannedRequests(plan([{ ...open, startRatePerSecond: 1e8, endRatePerSecond: 1e8 }]))).toBeNull()
  })
})
