import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { golden } from '../../../statistics/fixtures/least-squares.ts'
import { amdahlLaw, linearLaw, uslLaw } from './demand-law.ts'
import { type LogSample, sumOfSquares } from './law.ts'

function sampleOf(
  loads: readonly number[],
  throughputs: readonly number[],
  weights: readonly number[] = loads.map(() => 1),
): LogSample {
  return {
    loads: Float64Array.from(loads),
    logs: Float64Array.from(throughputs, Math.log),
    weights: Float64Array.from(weights),
  }
}

test.each(golden.usl)('the universal scalability law as scipy fits it: $ss', ({ n, x, w, p, ss }) => {
  const [e, f, c] = p
  const sample = sampleOf(n, x, w)
  const fitted = uslLaw.fit(sample, null)!
  expect(sumOfSquares(uslLaw, fitted, sample) / ss).toBeCloseTo(1, 4)
  const { gamma, sigma, kappa } = uslLaw.parametersOf(fitted)
  expect(gamma! * (e! + f!)).toBeCloseTo(1, 3)
  expect(sigma).toBeCloseTo(f! / (e! + f!), 3)
  expect(kappa).toBeCloseTo(c! / (e! + f!), 5)
})

describe('a law without noise is found exactly', () => {
  const loads = [1, 2, 4, 8, 16, 32, 64]

  test('whatever its parameters', () => {
    const parameter = fc.record({
      gamma: fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      sigma: fc.double({ min: 0, max: 1, noNaN: true }),
      kappa: fc.double({ min: 0, max: 0.5, noNaN: true }),
    })
    fc.assert(
      fc.property(parameter, ({ gamma, sigma, kappa }) => {
        const law = loads.map((n) => (gamma * n) / (1 + sigma * (n - 1) + kappa * n * (n - 1)))
        const found = uslLaw.parametersOf(uslLaw.fit(sampleOf(loads, law), null)!)
        expect(found.gamma! / gamma).toBeCloseTo(1, 6)
        expect(found.sigma).toBeCloseTo(sigma, 5)
        expect(found.kappa).toBeCloseTo(kappa, 6)
      }),
    )
  })

  test('Amdahl 5 %: the limit is 20 times one', () => {
    const law = loads.map((n) => (100 * n) / (1 + 0.05 * (n - 1)))
    const fitted = amdahlLaw.fit(sampleOf(loads, law), null)!
    expect(amdahlLaw.parametersOf(fitted)).toEqual({
      gamma: expect.closeTo(100, 8),
      sigma: expect.closeTo(0.05, 10),
    })
    expect(amdahlLaw.summitOf(fitted)).toEqual({
      load: Number.POSITIVE_INFINITY,
      throughput: expect.closeTo(2000, 6),
    })
  })

  test('the peak is at √((1 − σ) / κ)', () => {
    const law = loads.map((n) => (100 * n) / (1 + 0.05 * (n - 1) + 0.0005 * n * (n - 1)))
    const { load, throughput } = uslLaw.summitOf(uslLaw.fit(sampleOf(loads, law), null)!)
    expect(load).toBeCloseTo(Math.sqrt(0.95 / 0.0005), 5)
    expect(throughput).toBeCloseTo((100 * load) / (1 + 0.05 * (load - 1) + 0.0005 * load * (load - 1)), 5)
  })
})

describe('at the bounds', () => {
  test('more than in proportion is linear: σ and κ stay at 0', () => {
    const fitted = uslLaw.fit(sampleOf([1, 2, 4, 8], [10, 21, 45, 99]), null)!
    expect(uslLaw.parametersOf(fitted)).toMatchObject({ sigma: 0, kappa: 0 })
    expect(uslLaw.summitOf(fitted)).toEqual({
      load: Number.POSITIVE_INFINITY,
      throughput: Number.POSITIVE_INFINITY,
    })
  })

  test('a throughput that doesn’t change has σ = 1', () => {
    expect(amdahlLaw.parametersOf(amdahlLaw.fit(sampleOf([4, 8, 16], [7, 7, 7]), null)!)).toEqual({
      gamma: expect.closeTo(7, 8),
      sigma: expect.closeTo(1, 8),
    })
  })

  test('falling faster than 1 / N is no such law', () => {
    expect(uslLaw.fit(sampleOf([4, 8, 16, 32], [100, 20, 3, 0.1]), null)).toBeNull()
  })

  test('of linear scaling γ is the geometric mean of X / N', () => {
    const fitted = linearLaw.fit(sampleOf([1, 2], [10, 40]), null)!
    expect(linearLaw.parametersOf(fitted)).toEqual({ gamma: expect.closeTo(Math.sqrt(200), 8) })
  })
})
