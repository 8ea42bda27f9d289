import { describe, expect, test } from 'vitest'
import { drawExponential } from '../draw-exponential.ts'
import { drawLognormal } from '../draw-lognormal.ts'
import { createRandom } from '../random.ts'
import { simulatedWait } from './fixtures/simulated-wait.ts'
import { pollaczekKhinchineWait } from './pollaczek-khinchine-wait.ts'

const arrivalsPerSecond = 75

test('M/D/1 waits half as long as M/M/1', () => {
  const wait = (secondMomentSeconds2: number): number =>
    pollaczekKhinchineWait({ arrivalsPerSecond, meanServiceSeconds: 0.01, secondMomentSeconds2 })
  expect(wait(2e-4)).toBeCloseTo(0.03, 14)
  expect(wait(1e-4)).toBeCloseTo(0.015, 14)
})

describe('against a simulated queue', () => {
  const random = createRandom(31)
  const sigma = 0.8
  const laws = {
    exponential: { draw: () => drawExponential(random, 0.01), second: 2e-4, mean: 0.01 },
    'one of two': {
      draw: () => (random.uniform() < 0.9 ? 0.005 : 0.055),
      second: 0.9 * 25e-6 + 0.1 * 3025e-6,
      mean: 0.01,
    },
    lognormal: {
      draw: () => drawLognormal(random, Math.log(0.007), sigma),
      mean: 0.007 * Math.exp(sigma ** 2 / 2),
      second: 0.007 ** 2 * Math.exp(2 * sigma ** 2),
    },
  }
  test.each(Object.entries(laws))('%s service', (_, { draw, mean, second }) => {
    const measured = simulatedWait(() => drawExponential(random, 1 / arrivalsPerSecond), draw, 1e6)
    const expected = pollaczekKhinchineWait({
      arrivalsPerSecond,
      meanServiceSeconds: mean,
      secondMomentSeconds2: second,
    })
    expect(measured.standardError).toBeLessThan(0.03 * expected)
    expect(Math.abs(measured.mean - expected)).toBeLessThan(3.5 * measured.standardError)
  })
})

test('without arrivals there is no wait; at ρ ≥ 1 no end to it; of NaN nothing', () => {
  const wait = (rate: number): number =>
    pollaczekKhinchineWait({ arrivalsPerSecond: rate, meanServiceSeconds: 0.01, secondMomentSeconds2: 2e-4 })
  expect(wait(0)).toBe(0)
  expect(wait(100)).toBe(Number.POSITIVE_INFINITY)
  expect(wait(1000)).toBe(Number.POSITIVE_INFINITY)
  expect(wait(Number.NaN)).toBeNaN()
})
