import { describe, expect, test } from 'vitest'
import { autoregressive, exponential, type Law, mm1 } from './fixtures/laws.ts'
import { type LimitOutcomes, limitOutcomes, mostMistaken } from './fixtures/limit-outcomes.ts'
import { rankDependence } from './ordered-sample.ts'
import { createRandom } from './random.ts'
import { shareInterval } from './share-interval.ts'
import { wilsonInterval } from './wilson-interval.ts'

type Estimate = (marks: Float64Array, dependence: number) => readonly [number, number] | null

const ours: Estimate = (marks, dependence) => shareInterval(marks, dependence).ci95
const asIfIndependent: Estimate = (marks) =>
  wilsonInterval(marks.reduce((sum, mark) => sum + mark, 0) / marks.length, marks.length)

/** Of the values beyond the true p-quantile. */
function outcomesOf(law: Law, n: number, p: number, runs: number, estimate: Estimate = ours): LimitOutcomes {
  const limit = law.quantile(p)
  return limitOutcomes(1 - p, runs, (run) => {
    const values = law.draw(createRandom(31, n, run), n)
    const dependence = rankDependence(values, values.slice().sort())
    return estimate(
      values.map((value) => (value > limit ? 1 : 0)),
      dependence,
    )
  })
}

describe('a share at its limit is taken for met, or for missed, in about one run of forty each', () => {
  test.each([
    { law: exponential, n: 100, p: 0.9, runs: 800 },
    { law: exponential, n: 100, p: 0.99, runs: 800 },
    { law: exponential, n: 100, p: 0.999, runs: 800 },
    { law: exponential, n: 1000, p: 0.999, runs: 300 },
    { law: exponential, n: 1000, p: 0.99, runs: 300 },
    { law: exponential, n: 4000, p: 0.999, runs: 80 },
    { law: autoregressive(0.5), n: 400, p: 0.9, runs: 400 },
    { law: autoregressive(0.5), n: 4000, p: 0.99, runs: 80 },
    { law: autoregressive(0.9), n: 1000, p: 0.5, runs: 300 },
    { law: autoregressive(0.9), n: 4000, p: 0.9, runs: 80 },
    { law: mm1(0.5), n: 1000, p: 0.9, runs: 300 },
    { law: mm1(0.5), n: 4000, p: 0.99, runs: 80 },
    { law: mm1(0.8), n: 4000, p: 0.8, runs: 80 },
    { law: mm1(0.8), n: 10_000, p: 0.95, runs: 40 },
    { law: mm1(0.9), n: 16_000, p: 0.9, runs: 30 },
  ])('$law.name, n = $n, p = $p', ({ law, n, p, runs }) => {
    const { printed, below, above } = outcomesOf(law, n, p, runs)
    const most = mostMistaken(runs)
    expect([printed > 0.9, below < most, above < most]).toEqual([true, true, true])
  })

  test('but not when there are few lengths of dependence', () => {
    for (const n of [100, 400]) {
      const { printed, below, above } = outcomesOf(mm1(0.9), n, 0.8, 200)
      expect(printed).toBeLessThan(0.1)
      expect(below + above).toBeLessThan(0.03)
    }
  })

  test('this simulation can fail: marks taken for independent ones', () => {
    const { below, above } = outcomesOf(mm1(0.8), 4000, 0.95, 60, asIfIndependent)
    expect(below).toBeGreaterThan(0.3)
    expect(above).toBeGreaterThan(0.2)
  })
})

describe('shareInterval', () => {
  test('is Wilson’s for marks that come evenly', () => {
    const marks = Float64Array.from({ length: 1000 }, (_, i) => (i % 100 === 7 ? 1 : 0))
    const { share, ci95, vif } = shareInterval(marks)
    expect([share, vif]).toEqual([0.01, 1])
    expect(ci95).toEqual(wilsonInterval(0.01, 1000))
  })

  test('of none still says how many there can be: of 400 independent, less than 1 %', () => {
    expect(shareInterval(new Float64Array(400)).ci95).toEqual([0, expect.closeTo(0.0095, 4)])
    expect(shareInterval(new Float64Array(400), 10).ci95![1]).toBeGreaterThan(0.15)
    expect(shareInterval(new Float64Array(400).fill(1)).ci95).toEqual([expect.closeTo(0.9905, 4), 1])
  })

  test('counts an outage once, not each request of it', () => {
    const spread = Float64Array.from({ length: 2000 }, (_, i) => (i % 100 === 0 ? 1 : 0))
    const outage = Float64Array.from({ length: 2000 }, (_, i) => (i >= 700 && i < 720 ? 1 : 0))
    expect(shareInterval(outage).vif).toBeGreaterThan(10)
    const [low, high] = shareInterval(outage).ci95 ?? [0, 1]
    const even = shareInterval(spread).ci95!
    expect(high - low).toBeGreaterThan(3 * (even[1] - even[0]))
  })

  test('is refused of few, and of none is no number', () => {
    expect(shareInterval(new Float64Array(59))).toEqual({ share: 0, ci95: null, vif: null })
    expect(shareInterval(new Float64Array(199), 10).ci95).toBeNull()
    expect(shareInterval(new Float64Array(200), 10).ci95).not.toBeNull()
    expect(shareInterval(new Float64Array(0))).toEqual({ share: Number.NaN, ci95: null, vif: null })
  })
})
