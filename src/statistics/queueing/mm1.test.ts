import { describe, expect, test } from 'vitest'
import { mm1 } from './mm1.ts'

describe('M/M/1 at 80 requests a second of 10 ms each', () => {
  const { utilization, waiting, response } = mm1({ arrivalsPerSecond: 80, meanServiceSeconds: 0.01 })

  test('its means are the textbook’s: ρ / (μ − λ) and 1 / (μ − λ)', () => {
    expect(utilization).toBeCloseTo(0.8, 15)
    expect(waiting.meanSeconds).toBeCloseTo(0.04, 14)
    expect(response.meanSeconds).toBeCloseTo(0.05, 14)
  })

  test('one in five doesn’t wait', () => {
    expect(waiting.cdf(-1e-9)).toBe(0)
    expect(waiting.cdf(0)).toBeCloseTo(0.2, 14)
    expect(waiting.quantile(0.19)).toBe(0)
    expect(waiting.quantile(0.21)).toBeGreaterThan(0)
  })

  test('quantiles', () => {
    expect(response.quantile(0.5)).toBeCloseTo(0.05 * Math.LN2, 14)
    expect(response.quantile(0.99)).toBeCloseTo(0.05 * Math.log(100), 14)
    expect(waiting.quantile(0.99)).toBeCloseTo(0.05 * Math.log(80), 14)
  })
})

test('at ρ ≥ 1 everybody waits for ever', () => {
  const { utilization, waiting, response } = mm1({ arrivalsPerSecond: 100, meanServiceSeconds: 0.01 })
  expect(utilization).toBe(1)
  expect([waiting.meanSeconds, response.meanSeconds]).toEqual([
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
  ])
  expect(waiting.cdf(1e9)).toBe(0)
  expect(response.quantile(0.5)).toBe(Number.POSITIVE_INFINITY)
})

test.each([1, -0.1, Number.NaN])('there is no quantile of %d', (p) => {
  const { waiting } = mm1({ arrivalsPerSecond: 1, meanServiceSeconds: 0.1 })
  expect(() => waiting.quantile(p)).toThrow(RangeError)
})
