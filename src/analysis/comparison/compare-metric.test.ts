import { describe, expect, test } from 'vitest'
import { allFailed } from '../../report/fixtures/summaries.ts'
import { compareMetric } from './compare-metric.ts'
import { comparedMetric } from './compared-metric.ts'
import { comparisonDefaults as options } from './comparison-options.ts'
import {
  withFailures,
  withGoodput,
  withLatency,
  withRate,
  withUnresolvedLatency,
} from './fixtures/summaries-of.ts'

const latency = comparedMetric('e2e.p50')!
const rate = comparedMetric('requests_per_s')!
const errors = comparedMetric('error_rate')!
const of = (...values: readonly (number | null)[]) => values.map((value) => withLatency(value))

describe('ratios', () => {
  test('repeats on both sides: the ratio of geometric means, by their own variation', () => {
    const found = compareMetric(latency, of(100, 101, 99, 100), of(120, 122, 119, 120), options)
    expect(found).toMatchObject({
      metric: 'e2e.p50',
      unit: 'ms',
      variation: 'own',
      verdict: 'worse',
      note: null,
    })
    expect(found.change).toBeCloseTo((120 * 122 * 119 * 120) ** 0.25 / (100 * 101 * 99 * 100) ** 0.25 - 1, 12)
    expect(found.a).toMatchObject({ runs: 4, of: 4, value: expect.closeTo(100, 1) })
    expect(found.changeCi95![0]).toBeGreaterThan(0.17)
    expect(found.changeCi95![1]).toBeLessThan(0.23)
    expect(found.p).toBeLessThan(1e-4)
    expect(found.runsNeeded).toBeNull()
  })

  test('more of what is better high is better', () => {
    const [slow, quick] = [
      [8, 8.1, 7.9],
      [9, 9.1, 8.9],
    ].map((values) => values.map((value) => withRate(value))) as [
      ReturnType<typeof of>,
      ReturnType<typeof of>,
    ]
    expect(compareMetric(rate, slow, quick, options).verdict).toBe('better')
    expect(compareMetric(rate, quick, slow, options).verdict).toBe('worse')
  })

  test('says no difference only where one of interest would have been shown, else how many runs would', () => {
    const sharp = compareMetric(latency, of(100, 101, 99, 100), of(100, 100.5, 99.5, 101), options)
    expect(sharp).toMatchObject({ verdict: 'no_difference_shown', runsNeeded: null })
    expect(sharp.smallestShown).toBeLessThan(0.05)
    const [a, b] = [of(100, 110, 92), of(99, 108, 95)]
    const blunt = compareMetric(latency, a, b, options)
    expect(blunt.verdict).toBe('cant_tell')
    expect(blunt.smallestShown).toBeGreaterThan(0.05)
    const repeats = 1 + Math.ceil(blunt.runsNeeded! / 3)
    const more = [a, b].map((runs) => Array.from({ length: repeats }, () => runs).flat()) as [
      typeof a,
      typeof b,
    ]
    expect(compareMetric(latency, ...more, options).verdict).toBe('no_difference_shown')
  })

  test('an effect of interest that is larger is told from fewer runs', () => {
    const [a, b] = [of(100, 110, 92), of(99, 108, 95)]
    const needed = [0.02, 0.05, 0.1].map((effectOfInterest) => {
      return compareMetric(latency, a, b, { ...options, effectOfInterest }).runsNeeded!
    })
    expect(needed).toEqual(needed.toSorted((x, y) => y - x))
  })

  test('a single run borrows the other side’s variation, whichever it is', () => {
    const found = compareMetric(latency, of(100), of(110, 112, 108), options)
    expect(found).toMatchObject({ variation: 'borrowed', degrees: 2 })
    expect(found.note).toBe('A is a single run, and is taken to vary as the runs of B do')
    // Student's t with 2 degrees of freedom, and an error of sd √(1 + 1/3).
    const sd = Math.sqrt((Math.log(112 / 110) ** 2 + Math.log(108 / 110) ** 2) / 2)
    expect(found.standardError).toBeCloseTo(sd * Math.sqrt(4 / 3), 4)
    const turned = compareMetric(latency, of(110, 112, 108), of(100), options)
    expect(turned.standardError).toBeCloseTo(found.standardError!, 12)
    expect(turned.note).toMatch(/^B is a single run/)
  })

  test('single runs are taken to vary, and each has its own interval besides', () => {
    const found = compareMetric(latency, of(100), of(110), options)
    expect(found).toMatchObject({ variation: 'assumed', verdict: 'cant_tell', degrees: null })
    expect(found.note).toBe("one run a side can't show by how much runs vary: they are taken to vary by 10 %")
    expect(found.standardError).toBeCloseTo(0.1 * Math.SQRT2, 12)
    const noisy = withLatency(110, [90, 134.4])
    expect(compareMetric(latency, of(100), [noisy], options).standardError).toBeCloseTo(
      Math.hypot(0.1 * Math.SQRT2, Math.log(134.4 / 90) / 3.92),
      4,
    )
    expect(compareMetric(latency, of(100), of(110), { ...options, assumedRunSd: 0.01 }).verdict).toBe('worse')
  })

  test('runs that agree exactly do so as far as a clock tells', () => {
    const same = compareMetric(latency, of(100, 100), of(100, 100), options)
    expect(same).toMatchObject({ change: 0, p: 1, verdict: 'no_difference_shown' })
    expect(same.changeCi95![1]).toBeGreaterThan(0)
    expect(same.changeCi95![1]).toBeLessThan(1e-4)
    const found = compareMetric(latency, of(100, 100), of(101, 101), options)
    expect(found.verdict).toBe('worse')
    expect(found.p).toBeGreaterThan(0)
  })

  const counted = (perSecond: number, seconds: number, kind: 'duration' | 'requests' = 'duration') =>
    [0, 0].map(() => {
      const run = withRate(perSecond)
      return { ...run, window: { ...run.window, kind, start_ns: 5e9, end_ns: (5 + seconds) * 1e9 } }
    })

  test('rates that agree exactly do so as far as whole requests tell', () => {
    const found = compareMetric(rate, counted(10, 20), counted(8, 20), options)
    expect(found).toMatchObject({ verdict: 'worse', change: expect.closeTo(-0.2, 12) })
    // One request in 200 and one in 160, each evenly at both ends; t with 2 degrees of freedom.
    const error = Math.sqrt((1 / 200 ** 2 + 1 / 160 ** 2) / 6 / 2)
    expect(found.standardError).toBeCloseTo(error, 9)
    expect(found.changeCi95![1]).toBeCloseTo(0.8 * Math.exp(4.303 * error) - 1, 2)
    expect(found.a.ci95![1]).toBeGreaterThan(10)
    const short = compareMetric(rate, counted(10, 0.5), counted(8, 0.5), options)
    expect(short.verdict).toBe('cant_tell')
    const lone = compareMetric(rate, counted(10, 0.5).slice(1), counted(8, 0.5), options)
    expect(lone).toMatchObject({ variation: 'borrowed', verdict: 'cant_tell' })
  })

  test('a window that ends with its last request cuts none', () => {
    const found = compareMetric(rate, counted(10, 0.5, 'requests'), counted(9.99, 0.5, 'requests'), options)
    expect(found.verdict).toBe('worse')
    expect(found.p).toBeGreaterThan(0)
  })

  test('runs without the figure are left out, and named', () => {
    const found = compareMetric(latency, of(100, 101, null), of(100, 102, 99), options)
    expect(found).toMatchObject({ a: { runs: 2, of: 3 }, variation: 'own' })
    expect(found.note).toBe('e2e.p50 has too few requests in 1 of 3 runs of A')
  })

  test('with more than half of them missing, what is left is no fair sample', () => {
    const found = compareMetric(latency, of(100, 101, 102), of(100, 99, null, null, null), options)
    expect(found).toMatchObject({ changeCi95: null, p: null, verdict: 'cant_tell', runsNeeded: null })
    expect(found.note).toBe('e2e.p50 has too few requests in 3 of 5 runs of B')
    const none = compareMetric(latency, of(100), of(null), options)
    expect(none).toMatchObject({ change: null, b: { value: null, runs: 0, of: 1 } })
    expect(none.note).toBe("e2e.p50 isn't resolvable in B")
  })

  test('what single runs don’t resolve, several do, by how they differ; one that is alone doesn’t', () => {
    const unresolved = (...values: readonly number[]) => values.map(withUnresolvedLatency)
    const [a, b] = [
      [100, 101, 99, 100],
      [120, 122, 119, 120],
    ] as const
    const found = compareMetric(
      latency,
      unresolved(...a),
      [...of(120), ...unresolved(122, 119, 120)],
      options,
    )
    const resolved = compareMetric(latency, of(...a), of(...b), options)
    const note = "e2e.p50 isn't resolvable in single runs: its error is how they differ"
    expect(found).toEqual({ ...resolved, note })
    const single = compareMetric(latency, unresolved(...a), unresolved(120), options)
    expect([single.changeCi95, single.b.value]).toEqual([null, null])
    expect(single.note).toContain("e2e.p50 isn't resolvable in B")
  })

  test('what wasn’t measured isn’t called unresolvable', () => {
    expect(compareMetric(latency, [allFailed, allFailed], of(1, 2), options).note).toBe(
      "e2e.p50 wasn't measured in 2 of 2 runs of A",
    )
    expect(compareMetric(latency, [], of(1, 2), options)).toMatchObject({
      verdict: 'cant_tell',
      note: 'A has no runs',
    })
  })

  test('0 has no ratio', () => {
    const found = compareMetric(rate, [withRate(8), withRate(8)], [withRate(0), withRate(7)], options)
    expect(found).toMatchObject({
      change: -1,
      verdict: 'cant_tell',
      note: 'requests_per_s is 0 in 1 of 2 runs of B',
    })
    expect(compareMetric(rate, [withRate(0)], [withRate(7)], options).change).toBeNull()
  })
})

describe('shares', () => {
  test('no failures on either side: an interval as wide as so few requests leave it', () => {
    const found = compareMetric(errors, [withFailures(0, 500)], [withFailures(0, 500)], options)
    expect(found).toMatchObject({
      change: 0,
      p: 1,
      variation: 'counts',
      verdict: 'no_difference_shown',
      note: null,
    })
    expect(found.changeCi95![1]).toBeCloseTo(0.0076, 3)
    const few = compareMetric(errors, [withFailures(0, 50)], [withFailures(0, 50)], options)
    expect(few.verdict).toBe('cant_tell')
    expect(few.runsNeeded).toBeGreaterThan(1)
  })

  test('by the counts where runs differ no more than those explain', () => {
    const a = [10, 12, 9].map((failed) => withFailures(failed, 1000))
    const b = [30, 28, 33].map((failed) => withFailures(failed, 1000))
    const found = compareMetric(errors, a, b, options)
    expect(found).toMatchObject({ variation: 'counts', verdict: 'worse', degrees: null })
    expect(found.change).toBeCloseTo(0.02, 12)
    expect(found.a.value).toBeCloseTo(31 / 3000, 12)
  })

  test('by the runs where they differ by more', () => {
    const a = [2, 30, 9].map((failed) => withFailures(failed, 1000))
    const b = [30, 60, 8].map((failed) => withFailures(failed, 1000))
    const found = compareMetric(errors, a, b, options)
    expect(found).toMatchObject({ variation: 'own', verdict: 'cant_tell', degrees: 4 })
    expect(found.changeCi95![0]).toBeLessThan(-0.02)
  })

  test('single runs are taken to vary', () => {
    const [a, b] = [[withFailures(2000, 100_000)], [withFailures(2200, 100_000)]]
    const found = compareMetric(errors, a, b, options)
    expect(found).toMatchObject({ variation: 'assumed', verdict: 'no_difference_shown' })
    expect(found.note).toContain('the rarer outcome is taken to vary by 10 % of itself')
    expect(compareMetric(errors, a, b, { ...options, assumedRunSd: 0 }).verdict).toBe('worse')
  })

  test('goodput is better high, and its smallest effect is of a fall', () => {
    const goodput = comparedMetric('goodput')!
    const sides = [0.99, 0.9].map((share) => [0, 1].map(() => withGoodput(share, 1000)))
    const found = compareMetric(goodput, sides[0]!, sides[1]!, options)
    expect(found).toMatchObject({ verdict: 'worse', change: expect.closeTo(-0.09, 12) })
    expect(found.smallestShown).toBeLessThan(0.03)
  })

  test('requests that depend on each other are worth fewer', () => {
    const goodput = comparedMetric('goodput')!
    const found = ([low, high]: readonly [number, number]) => {
      const [a, b] = [withGoodput(0.9, 10_000, [low, high]), withGoodput(0.9, 10_000, [low, high])]
      return compareMetric(goodput, [a, a], [b, b], options).standardError!
    }
    // Four times the variance: twice the width, and twice the error.
    expect(found([0.888, 0.912]) / found([0.894, 0.906])).toBeCloseTo(2, 1)
  })

  test('a single run is taken to vary as the other side’s do', () => {
    const b = [20, 60, 35].map((failed) => withFailures(failed, 1000))
    const found = compareMetric(errors, [withFailures(30, 1000)], b, options)
    expect(found).toMatchObject({ variation: 'borrowed', degrees: 2 })
    expect(found.note).toBe('A is a single run, and is taken to vary as the runs of B do')
  })

  test('p and interval agree about the level', () => {
    for (const failed of [14, 15, 16, 17, 18, 19, 20, 21, 22]) {
      const found = compareMetric(errors, [withFailures(8, 1000)], [withFailures(failed, 1000)], options)
      const [low, high] = found.changeCi95!
      expect([failed, found.p! < 0.05]).toEqual([failed, low > 0 || high < 0])
    }
  })
})
