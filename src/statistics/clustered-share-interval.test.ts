import { describe, expect, test } from 'vitest'
import { type ClusteredSums, clusters } from './clustered-interval.ts'
import { clusteredShareInterval } from './clustered-share-interval.ts'
import {
  type ClusteredLaw,
  independentGaps,
  ownSpeed,
  sharedSteps,
  summed,
} from './fixtures/clustered-laws.ts'
import { type LimitOutcomes, limitOutcomes, mostMistaken } from './fixtures/limit-outcomes.ts'
import { replySums } from './fixtures/reply-sums.ts'
import { createRandom } from './random.ts'

/** Of the gaps beyond the true p-quantile, in runs of replies with 20 gaps on average. */
function outcomesOf(law: ClusteredLaw, replies: number, p: number, runs: number): LimitOutcomes {
  const limit = law.quantile(p)
  return limitOutcomes(1 - p, runs, (run) => {
    const gaps = law.draw(createRandom(32, run), replies, 20)
    const all = clusters(
      summed(gaps, () => 1),
      summed(gaps, (gap) => gap),
    )
    const beyond = (least: number): ClusteredSums => summed(gaps, (gap) => (gap > least ? 1 : 0))
    const median = gaps.values.slice().sort()[gaps.values.length >> 1]!
    const ofMedian = clusteredShareInterval(all, beyond(median), 1)
    return clusteredShareInterval(all, beyond(limit), ofMedian.vif!).ci95
  })
}

describe('a share of gaps at its limit is seldom taken for met or missed, whatever the gaps share', () => {
  test.each([
    { law: independentGaps, replies: 200, p: 0.9, runs: 80 },
    { law: independentGaps, replies: 200, p: 0.99, runs: 80 },
    { law: ownSpeed, replies: 300, p: 0.9, runs: 60 },
    { law: ownSpeed, replies: 300, p: 0.99, runs: 60 },
    { law: sharedSteps, replies: 1500, p: 0.9, runs: 12 },
  ])('$law.name, $replies replies, p = $p', ({ law, replies, p, runs }) => {
    const { printed, below, above } = outcomesOf(law, replies, p, runs)
    const most = mostMistaken(runs)
    expect([printed > 0.9, below < most, above < most]).toEqual([true, true, true])
  })
})

test('a reply of slow gaps counts as one, and too few replies as none', () => {
  const random = createRandom(3)
  const own = Float64Array.from({ length: 400 }, () => random.uniform())
  const all = clusters(
    replySums(400, () => 10),
    replySums(400, (reply) => 10 * own[reply]!),
  )
  const alike = clusteredShareInterval(
    all,
    replySums(400, (reply) => (own[reply]! > 0.9 ? 10 : 0)),
    1,
  )
  expect(alike.vif).toBeGreaterThan(9)
  const none = clusteredShareInterval(
    all,
    replySums(400, () => 0),
    10,
  )
  expect(none).toMatchObject({ share: 0, vif: 10 })
  expect(none.ci95![1]).toBeCloseTo(0.0095, 3)
  const few = clusters(
    replySums(59, () => 10),
    replySums(59, () => 10),
  )
  expect(
    clusteredShareInterval(
      few,
      replySums(59, () => 0),
      1,
    ).ci95,
  ).toBeNull()
})
