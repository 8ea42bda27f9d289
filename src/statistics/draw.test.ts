import { describe, expect, test } from 'vitest'
import { drawExponential } from './draw-exponential.ts'
import { drawGamma } from './draw-gamma.ts'
import { drawLognormal } from './draw-lognormal.ts'
import { drawNormal } from './draw-normal.ts'
import { ksTest } from './ks-test.ts'
import { moments } from './moments.ts'
import { createRandom, type Random } from './random.ts'

const n = 40_000
const sampleOf = (draw: (random: Random) => number): Float64Array => {
  const random = createRandom(11)
  return Float64Array.from({ length: n }, () => draw(random))
}

/** Φ by Zelen & Severo's approximation (Abramowitz & Stegun 26.2.17), within 7.5e-8. */
function normalCdf(x: number): number {
  if (x < 0) return 1 - normalCdf(-x)
  const t = 1 / (1 + 0.2316419 * x)
  const terms = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const sum = terms.reduceRight((acc, term) => (acc + term) * t, 0)
  return 1 - (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * sum
}

describe('the whole distribution', () => {
  test.each<[string, (random: Random) => number, (x: number) => number]>([
    ['exponential', (r) => drawExponential(r, 4), (x) => 1 - Math.exp(-x / 4)],
    ['normal', (r) => drawNormal(r, 10, 3), (x) => normalCdf((x - 10) / 3)],
    ['lognormal', (r) => drawLognormal(r, 2, 0.5), (x) => normalCdf((Math.log(x) - 2) / 0.5)],
    // Closed forms: shape 1 is exponential, shape 1/2 a squared normal, shape 3 Erlang's.
    ['gamma, shape 1', (r) => drawGamma(r, 1, 2), (x) => 1 - Math.exp(-x / 2)],
    ['gamma, shape 1/2', (r) => drawGamma(r, 0.5, 2), (x) => 2 * normalCdf(Math.sqrt(x)) - 1],
    ['gamma, shape 3', (r) => drawGamma(r, 3, 1), (x) => 1 - Math.exp(-x) * (1 + x + (x * x) / 2)],
  ])('%s', (_, draw, cdf) => {
    expect(ksTest(sampleOf(draw), cdf).p).toBeGreaterThan(0.01)
  })

  test('the check can fail: a gamma of another shape is told apart', () => {
    expect(
      ksTest(
        sampleOf((r) => drawGamma(r, 0.9, 2 / 0.9)),
        (x) => 1 - Math.exp(-x / 2),
      ).p,
    ).toBeLessThan(1e-6)
  })
})

describe('gamma', () => {
  test.each([0.1, 0.25, 0.5, 1, 2.5, 40])('shape %d: mean and variance', (shape) => {
    const { mean, sd, min } = moments(sampleOf((random) => drawGamma(random, shape, 3)))
    // Four standard errors; those of the variance from gamma's kurtosis, 3 + 6 / shape.
    expect(Math.abs(mean / (3 * shape) - 1)).toBeLessThan(4 / Math.sqrt(n * shape))
    expect(Math.abs(sd ** 2 / (9 * shape) - 1)).toBeLessThan(4 * Math.sqrt((2 + 6 / shape) / n))
    expect(min).toBeGreaterThanOrEqual(0)
  })
})

test('the largest uniform gives a finite exponential', () => {
  const extreme: Random = { uniform: () => 1 - 2 ** -53, integer: () => 0 }
  expect(drawExponential(extreme, 1)).toBeCloseTo(36.7368, 4)
})
