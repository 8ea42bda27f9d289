import { describe, expect, test } from 'vitest'
import { indexOfDispersion } from '../statistics/index-of-dispersion.ts'
import { ksTest } from '../statistics/ks-test.ts'
import { lagOneCorrelation } from '../statistics/lag-one-correlation.ts'
import { lewisTest } from '../statistics/lewis-test.ts'
import { moments } from '../statistics/moments.ts'
import { integerSecondPoisson, rescaledExponential, sameSeedWorkers } from './fixtures/known-bad-arrivals.ts'
import { open, planOf, second } from './fixtures/plan-of.ts'
import { plannedSeconds } from './fixtures/planned-seconds.ts'

const gapsOf = (times: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: times.length - 1 }, (_, i) => times[i + 1]! - times[i]!)

/** Squared coefficient of variation of the gaps: 0 even, 1 Poisson, 1 / burstiness gamma. */
function gapVariation(times: ArrayLike<number>): number {
  const { mean, sd } = moments(gapsOf(times))
  return (sd / mean) ** 2
}

/** What speaks against times in [0, duration] being a Poisson process; each at odds of 1 in 1000 if they are one. */
function objections(times: ArrayLike<number>, duration: number, window = 1): string[] {
  const { windows, index } = indexOfDispersion(times, 0, duration, window)
  const found: string[] = []
  if (lewisTest(times, 0, duration).p < 0.001) found.push('gaps')
  if (!(Math.abs(lagOneCorrelation(gapsOf(times)).z) < 3.3)) found.push('dependence')
  if (!(Math.abs(index - 1) < 3.3 * Math.sqrt(2 / (windows - 1)))) found.push('dispersion')
  return found
}

describe('Poisson arrivals', () => {
  test.each([
    [1, 2000],
    [50, 600],
    [2000, 20],
  ])('at %d/s: rate, gaps, dispersion, independence', (rate, duration) => {
    const times = plannedSeconds(planOf([open('poisson', rate, duration * second)]))
    expect(Math.abs(times.length - rate * duration)).toBeLessThan(3.3 * Math.sqrt(rate * duration))
    expect(objections(times, duration, 100 / rate)).toEqual([])
  })

  test('over many seeds the test rejects no more and no less than it should', () => {
    const p = Array.from({ length: 300 }, (_, seed) => {
      const times = plannedSeconds(planOf([open('poisson', 20, 20 * second)], { seed }))
      return lewisTest(times, 0, 20).p
    })
    expect(ksTest(p).p).toBeGreaterThan(0.01)
  })

  test('a ramp is Poisson on the clock that shows the area under its rate', () => {
    const times = plannedSeconds(planOf([open('poisson', [10, 90], 300 * second)]))
    const rescaled = times.map((at) => 10 * at + (80 * at * at) / 600)
    expect(objections(rescaled, 15_000, 100)).toEqual([])
    // And not on the other: the check sees the ramp.
    expect(objections(times, 300)).toContain('dispersion')
  })
})

describe('gamma arrivals', () => {
  test.each([0.25, 0.5, 4])(
    'burstiness %d: rate, variation of gaps, dispersion, independence',
    (burstiness) => {
      const times = plannedSeconds(planOf([open('gamma', 50, 1000 * second, burstiness)]))
      expect(Math.abs(times.length / 50_000 - 1)).toBeLessThan(4 / Math.sqrt(50_000 * burstiness))
      expect(gapVariation(times) * burstiness).toBeCloseTo(1, 1)
      // Of counts in long windows too (Cox & Lewis 1966: the limit for a renewal process).
      expect(indexOfDispersion(times, 0, 1000, 4).index * burstiness).toBeGreaterThan(0.75)
      expect(indexOfDispersion(times, 0, 1000, 4).index * burstiness).toBeLessThan(1.35)
      expect(Math.abs(lagOneCorrelation(gapsOf(times)).z)).toBeLessThan(3.3)
      expect(objections(times, 1000)).toContain('gaps')
    },
  )

  test('burstiness 1 is Poisson', () => {
    const times = plannedSeconds(planOf([open('gamma', 50, 600 * second, 1)]))
    expect(objections(times, 600)).toEqual([])
  })

  test('a ramp has the same gaps on the clock that shows the area under its rate', () => {
    const times = plannedSeconds(planOf([open('gamma', [90, 10], 600 * second, 0.5)]))
    expect(gapVariation(times.map((at) => 90 * at - (80 * at * at) / 1200))).toBeCloseTo(2, 0)
  })
})

test('constant arrivals have no variation, and are not Poisson', () => {
  const times = plannedSeconds(planOf([open('constant', 50, 600 * second)]))
  expect(gapVariation(times)).toBeLessThan(1e-12)
  expect(objections(times, 600)).toEqual(['gaps', 'dependence', 'dispersion'])
})

describe('processes that are not what they are called are found out', () => {
  test('a constant one of exponential gaps', () => {
    const times = rescaledExponential(50, 600)
    expect(times.at(-1)).toBeCloseTo(600, 6)
    expect(gapVariation(times)).toBeGreaterThan(0.9)
  })

  test('a Poisson one that always has an arrival on the second', () => {
    expect(objections(integerSecondPoisson(1, 2000), 2000, 100)).toContain('gaps')
  })

  test('a Poisson one of workers with the same seed: only its gaps by themselves are right', () => {
    const times = sameSeedWorkers(50, 600, 10)
    expect(objections(times, 600)).toEqual(expect.arrayContaining(['dependence', 'dispersion']))
    expect(lagOneCorrelation(gapsOf(times)).rho).toBeCloseTo(0.9, 1)
    expect(
      ksTest(
        gapsOf(times).filter((_, i) => i % 10 === 0),
        (x) => 1 - Math.exp(-50 * x),
      ).p,
    ).toBeGreaterThan(0.01)
  })
})
