import { describe, expect, test } from 'vitest'
import { quantile } from '../quantile.ts'
import { birthDeath } from './birth-death.ts'
import { simulateSharedService } from './fixtures/simulate-shared-service.ts'
import { mm1 } from './mm1.ts'
import { mmc } from './mmc.ts'
import { sharedResponse } from './shared-response.ts'

const quantiles = [0.5, 0.9, 0.99, 0.999] as const

describe('birthDeath', () => {
  test.each([0.1, 0.7, 0.95])('is M/M/1 with a constant rate, at ρ = %d', (rho) => {
    const law = birthDeath(100 * rho, () => 100, 1)!
    expect(law.meanResponseSeconds).toBeCloseTo(
      mm1({ arrivalsPerSecond: 100 * rho, meanServiceSeconds: 0.01 }).response.meanSeconds,
      9,
    )
    expect(law.inSystem[3]).toBeCloseTo((1 - rho) * rho ** 3, 12)
  })

  test.each([2, 8, 64, 2000])('is M/M/c with a rate that rises to %d servers', (c) => {
    const queue = { arrivalsPerSecond: 0.9 * c, meanServiceSeconds: 1 }
    const law = birthDeath(0.9 * c, (n) => Math.min(n, c), c)!
    expect(law.meanResponseSeconds).toBeCloseTo(mmc(queue, c).response.meanSeconds, 8)
    expect(law.inSystem.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 10)
  })

  test('has no steady state at capacity', () => {
    expect(birthDeath(100, () => 100, 1)).toBeNull()
    expect(birthDeath(101, () => 100, 1)).toBeNull()
  })
})

describe('sharedResponse', () => {
  test.each([1, 3, 20])('is M/M/c where %d are served at once', (slots) => {
    const rate = 0.8 * slots
    const completionsPerSecond = (n: number): number => Math.min(n, slots)
    const law = birthDeath(rate, completionsPerSecond, slots)!
    const response = sharedResponse({ arrivalsPerSecond: rate, completionsPerSecond, slots }, law)
    const exact = mmc({ arrivalsPerSecond: rate, meanServiceSeconds: 1 }, slots).response
    for (const p of quantiles) expect(response.quantile(p) / exact.quantile(p)).toBeCloseTo(1, 4)
  })

  test('is processor sharing where all are served: mean of M/M/1, tail heavier, as simulated', () => {
    const completionsPerSecond = (): number => 1
    const law = birthDeath(0.7, completionsPerSecond, 1)!
    const service = { arrivalsPerSecond: 0.7, completionsPerSecond, slots: Number.POSITIVE_INFINITY }
    const response = sharedResponse(service, law)
    const simulated = simulateSharedService(service, 200_000, 11).sort()
    for (const p of [0.5, 0.9, 0.99] as const)
      expect(response.quantile(p) / quantile(simulated, p)).toBeCloseTo(1, 1)
    expect(response.quantile(0.99)).toBeGreaterThan(
      mm1({ arrivalsPerSecond: 0.7, meanServiceSeconds: 1 }).response.quantile(0.99),
    )
    expect(meanOf(response.cdf, 100)).toBeCloseTo(response.meanSeconds, 2)
  })
})

/** ∫ P(T > t) dt. */
function meanOf(cdf: (t: number) => number, longest: number): number {
  let sum = 0
  const step = 0.02
  for (let t = step / 2; t < longest; t += step) sum += (1 - cdf(t)) * step
  return sum
}
