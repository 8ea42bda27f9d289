import { describe, expect, test } from 'vitest'
import { erlangC } from './erlang-c.ts'
import { golden } from './fixtures/golden.ts'
import { mmc } from './mmc.ts'

describe('against scipy: Erlang’s C by the Poisson law, response times by quadrature', () => {
  test.each(golden.mmc)(
    'c = $servers, a = $offered: P(T ≤ $t)',
    ({ servers, offered, waits, t, cdf, p99 }) => {
      const queue = { arrivalsPerSecond: offered, meanServiceSeconds: 1 }
      expect(erlangC(queue, servers)).toBeCloseTo(waits, 12)
      const { response } = mmc(queue, servers)
      expect(response.cdf(t)).toBeCloseTo(cdf, 10)
      expect(response.quantile(0.99)).toBeCloseTo(p99, 8)
    },
  )
})

describe('M/M/4 at ρ = 0.8, service 20 ms', () => {
  const queue = { arrivalsPerSecond: 160, meanServiceSeconds: 0.02 }
  const { waiting, response } = mmc(queue, 4)

  test('the mean wait is C / (cμ − λ), and the response a service more', () => {
    expect(waiting.meanSeconds).toBeCloseTo(erlangC(queue, 4) / 40, 14)
    expect(response.meanSeconds - waiting.meanSeconds).toBeCloseTo(0.02, 14)
  })

  test('quantiles of the wait', () => {
    expect(waiting.quantile(0.4)).toBe(0)
    expect(waiting.cdf(0)).toBeCloseTo(1 - erlangC(queue, 4), 14)
    expect(waiting.cdf(waiting.quantile(0.9))).toBeCloseTo(0.9, 13)
  })
})

test('cμ − λ = μ, where the usual formula is 0 / 0, lies between its neighbours', () => {
  const p99 = (offered: number): number =>
    mmc({ arrivalsPerSecond: offered, meanServiceSeconds: 1 }, 4).response.quantile(0.99)
  expect(p99(3)).toBeGreaterThan(p99(3 - 1e-9))
  expect(p99(3)).toBeLessThan(p99(3 + 1e-9))
  expect(p99(3 + 1e-9) - p99(3 - 1e-9)).toBeLessThan(1e-7)
})

test('hundreds of servers don’t overflow', () => {
  const { waiting } = mmc({ arrivalsPerSecond: 9900, meanServiceSeconds: 1 }, 10_000)
  expect(waiting.cdf(0)).toBeGreaterThan(0.5)
  expect(waiting.cdf(0)).toBeLessThan(1)
})

test('at ρ ≥ 1 everybody waits for ever', () => {
  const queue = { arrivalsPerSecond: 4, meanServiceSeconds: 1 }
  expect(erlangC(queue, 4)).toBe(1)
  expect(mmc(queue, 4).waiting.meanSeconds).toBe(Number.POSITIVE_INFINITY)
})
