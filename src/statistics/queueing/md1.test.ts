import { describe, expect, test } from 'vitest'
import { golden } from './fixtures/golden.ts'
import { md1 } from './md1.ts'

const atUtilization = (rho: number) => md1({ arrivalsPerSecond: rho, meanServiceSeconds: 1 })

describe("against Erlang's series in 120 digits", () => {
  test.each(golden.md1)('ρ = $rho: P(W ≤ $x services) = $cdf', ({ rho, x, cdf }) => {
    expect(Math.abs(atUtilization(rho).waiting.cdf(x) - cdf)).toBeLessThan(1e-12)
  })

  test.each(golden.md1Quantiles)('ρ = $rho: the $p-quantile is $x services', ({ rho, p, x }) => {
    expect(Math.abs(atUtilization(rho).waiting.quantile(p) - x)).toBeLessThan(1e-9)
  })
})

test('the mean is half of M/M/1’s, and the area over the cdf', () => {
  const { waiting } = atUtilization(0.9)
  expect(waiting.meanSeconds).toBeCloseTo(4.5, 12)
  const step = 0.005
  let area = 0
  for (let x = step / 2; x < 200; x += step) area += (1 - waiting.cdf(x)) * step
  expect(area).toBeCloseTo(4.5, 5)
})

test.each([0.1, 0.5, 0.95, 0.999, 0.999999])(
  'ρ = %d: series and tail meet, where the one takes over from the other',
  (rho) => {
    const { cdf } = atUtilization(rho).waiting
    const slope = cdf(20) - cdf(20 - 1e-6)
    expect(slope).toBeGreaterThanOrEqual(-1e-15)
    expect(slope).toBeLessThan(1e-6)
  },
)

test('near saturation it takes no longer, and approaches the exponential of heavy traffic', () => {
  const { waiting } = atUtilization(1 - 1e-6)
  expect(waiting.quantile(0.99) / (waiting.meanSeconds * Math.log(100))).toBeCloseTo(1, 4)
})

test('the response time is the wait and a service, in the unit of the service', () => {
  const { waiting, response } = md1({ arrivalsPerSecond: 160, meanServiceSeconds: 0.005 })
  expect(response.meanSeconds - waiting.meanSeconds).toBeCloseTo(0.005, 15)
  expect(response.quantile(0.9) - waiting.quantile(0.9)).toBeCloseTo(0.005, 15)
  expect(response.cdf(0.00499)).toBe(0)
  expect(response.cdf(0.025)).toBeCloseTo(waiting.cdf(0.02), 14)
})

test('without arrivals nobody waits; at ρ ≥ 1 everybody does, for ever', () => {
  expect(atUtilization(0).waiting.cdf(0)).toBe(1)
  expect(atUtilization(0).waiting.cdf(30)).toBe(1)
  expect(atUtilization(0).waiting.quantile(0.999)).toBe(0)
  expect(atUtilization(1).waiting.meanSeconds).toBe(Number.POSITIVE_INFINITY)
  expect(atUtilization(1.2).response.quantile(0.5)).toBe(Number.POSITIVE_INFINITY)
})
