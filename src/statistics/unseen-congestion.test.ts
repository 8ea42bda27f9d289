import { describe, expect, test } from 'vitest'
import { coverageOf, standardError } from './fixtures/coverage.ts'
import { exponential, mm1 } from './fixtures/laws.ts'
import { meanInterval } from './mean-interval.ts'
import { type OrderedSample, orderedSample } from './ordered-sample.ts'
import { quantileInterval } from './quantile-interval.ts'
import { createRandom } from './random.ts'
import { unseenCongestion } from './unseen-congestion.ts'

test('unseenCongestion: all of it in a queue at the limit of refusal, an eighth half as near, none without skewness', () => {
  expect([unseenCongestion(2, 1), unseenCongestion(2, 0.5), unseenCongestion(1, 1)]).toEqual([1, 0.125, 0.5])
  expect([unseenCongestion(0, 1), unseenCongestion(-3, 1), unseenCongestion(50, 7)]).toEqual([0, 0, 1])
})

describe('a dependent sample of skewed values', () => {
  // At 1000 values with b = 10, p90 has 100 beyond, 8 b of which are 80: near the limit.
  const ordered = exponential.draw(createRandom(3), 1000)
  const sample = (skewness: number): OrderedSample => ({
    ...orderedSample(ordered),
    dependence: 10,
    skewness,
  })
  type Ends = { low: number; high: number; vif: number }

  test('has a longer interval of its mean the more skewed it is, and no other than a symmetric one below 0', () => {
    const [none, some, most] = [0, 1, 2].map((skewness) => meanInterval(sample(skewness)) as Ends)
    expect(some!.vif).toBeGreaterThan(none!.vif)
    // Near the limit by 80 b / n = 0.8: 1 + 0.4 without, and 5 × 0.8³ more.
    expect(most!.vif / none!.vif).toBeCloseTo((1.4 + 5 * 0.512) / 1.4, 9)
    expect(meanInterval(sample(-2))).toEqual(none)
  })

  test('has a p90 whose upper end mirrors the lower one on the scale of 1 / q, as far as congestion may be unseen', () => {
    const none = quantileInterval(sample(0), 0.9) as Ends
    const most = quantileInterval(sample(2), 0.9) as Ends
    expect(most.low).toBeLessThan(none.low)
    expect(most.high).toBeGreaterThan(none.high)
    // 8 b / tail = 0.8: 1 + 15 b / n + 3 b / tail without, 5 × 0.8³ more.
    expect(most.vif / none.vif).toBeCloseTo((1.45 + 5 * 0.512) / 1.45, 9)
  })

  test('reaches tenfold at most, and is of ranks where a value is 0 or less', () => {
    const low = {
      ...sample(2),
      sorted: orderedSample(ordered).sorted.map((value, at) => (at < 860 ? 1e-9 : value)),
    }
    const wide = quantileInterval(low, 0.9) as Ends
    const q = low.sorted[900]!
    expect(wide.high).toBeLessThanOrEqual(10 * q)
    const zero = { ...low, sorted: low.sorted.map((value) => (value === 1e-9 ? 0 : value)) }
    expect((quantileInterval(zero, 0.9) as Ends).high).toBeLessThan(wide.high)
  })
})

describe('where few runs print a number, those few saw less congestion than there is', () => {
  test.each([
    [0.5, 400, 0.9, 800],
    [0.8, 1000, 0.5, 800],
    [0.8, 2000, 'mean', 600],
  ] as const)('M/M/1 at rho %d, n = %d, %s: covered all the same', (rho, n, figure, runs) => {
    const { printed, covered } = coverageOf(mm1(rho), n, runs, [figure])[0]!
    expect(printed / runs).toBeLessThan(0.5)
    expect(printed).toBeGreaterThan(50)
    expect(covered / printed).toBeGreaterThan(0.92 - 2 * standardError(printed))
  })
})
