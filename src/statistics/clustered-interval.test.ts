import { describe, expect, test } from 'vitest'
import { clusteredQuantileInterval, clusters } from './clustered-interval.ts'
import {
  type ClusteredLaw,
  independentGaps,
  ownSpeed,
  pooledInterval,
  pooledMeanInterval,
  sharedSteps,
} from './fixtures/clustered-laws.ts'
import { count, standardError } from './fixtures/coverage.ts'
import { replySums } from './fixtures/reply-sums.ts'
import { createRandom } from './random.ts'

/** Printed and covered, of the mean and of p50 and p90, in so many runs of replies with 20 gaps on average. */
function coverageOf(
  law: ClusteredLaw,
  replies: number,
  runs: number,
): readonly { printed: number; covered: number }[] {
  const counts = Array.from({ length: 3 }, () => ({ printed: 0, covered: 0 }))
  for (let run = 0; run < runs; run++) {
    const gaps = law.draw(createRandom(4, run), replies, 20)
    count(counts[0]!, pooledMeanInterval(gaps), law.mean)
    count(counts[1]!, pooledInterval(gaps, 0.5), law.quantile(0.5))
    count(counts[2]!, pooledInterval(gaps, 0.9), law.quantile(0.9))
  }
  return counts
}

describe('intervals of pooled gaps cover the truth, whatever the gaps share', () => {
  test.each([
    { law: independentGaps, replies: 200, runs: 200 },
    { law: ownSpeed, replies: 300, runs: 150 },
    { law: sharedSteps, replies: 2000, runs: 40 },
  ])('$law.name', ({ law, replies, runs }) => {
    for (const { printed, covered } of coverageOf(law, replies, runs)) {
      expect(printed / runs).toBeGreaterThan(0.9)
      expect(covered / printed).toBeGreaterThan(0.92 - 2 * standardError(printed))
    }
  })

  test('refused while all replies share the same few steps', () => {
    for (const { printed } of coverageOf(sharedSteps, 100, 100)) expect(printed).toBeLessThanOrEqual(10)
  })
})

describe('clusteredQuantileInterval, of replies with ten gaps each', () => {
  const replies = 400
  const random = createRandom(7)
  const own = Float64Array.from({ length: replies }, () => random.uniform())
  const all = clusters(
    replySums(replies, () => 10),
    replySums(replies, (reply) => 10 * own[reply]!),
  )

  test('counts replies, not gaps, when all gaps of a reply are alike', () => {
    const alike = replySums(replies, (reply) => (own[reply]! > 0.5 ? 10 : 0))
    const interval = clusteredQuantileInterval(all, alike, 0.5)
    expect(interval).toMatchObject({ state: 'resolved' })
    // 10 for ten gaps alike, and what chance adds to a maximum.
    expect(interval.vif).toBeGreaterThanOrEqual(9.9)
    expect(interval.vif).toBeLessThan(25)
  })

  test('counts gaps when each reply has its share above', () => {
    expect(
      clusteredQuantileInterval(
        all,
        replySums(replies, () => 5),
        0.5,
      ),
    ).toMatchObject({ vif: 1 })
  })

  test('is refused with few replies, however many gaps, and says how many more', () => {
    const few = clusters(
      replySums(20, () => 1000),
      replySums(20, () => 1000),
    )
    expect(
      clusteredQuantileInterval(
        few,
        replySums(20, () => 500),
        0.5,
      ),
    ).toEqual({ state: 'refused', vif: null, missing: 40 })
  })
})
