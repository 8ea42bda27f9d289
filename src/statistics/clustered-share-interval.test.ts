import { describe, expect, test } from 'vitest'
import { type ClusteredSums, clusters } from './clustered-interval.ts'
import { clusteredShareInterval } from './clustered-share-interval.ts'
import { type ClusteredLaw, independentGaps, ownSpeed, sharedSteps } from './fixtures/clustered-laws.ts'
import { createRandom } from './random.ts'
import { timeSlices } from './rate-interval.ts'

interface Outcomes {
  readonly printed: number
  readonly below: number
  readonly above: number
}

/** Of the gaps beyond the true p-quantile, in runs of replies with 20 gaps on average. */
function outcomesOf(law: ClusteredLaw, replies: number, p: number, runs: number): Outcomes {
  const counts = { printed: 0, below: 0, above: 0 }
  const limit = law.quantile(p)
  for (let run = 0; run < runs; run++) {
    const gaps = law.draw(createRandom(32, run), replies, 20)
    const end = gaps.at.reduce((most, step) => Math.max(most, step), 0) + 1
    const summed = (of: (gap: number) => number): ClusteredSums => {
      const sums = { byCluster: new Float64Array(replies), bySlice: new Float64Array(timeSlices) }
      gaps.values.forEach((gap, i) => {
        sums.byCluster[gaps.reply[i]!]! += of(gap)
        sums.bySlice[Math.floor((gaps.at[i]! / end) * timeSlices)]! += of(gap)
      })
      return sums
    }
    const all = clusters(
      summed(() => 1),
      summed((gap) => gap),
    )
    const median = gaps.values.slice().sort()[gaps.values.length >> 1]!
    const ofMedian = clusteredShareInterval(
      all,
      summed((gap) => (gap > median ? 1 : 0)),
      1,
    )
    const marked = summed((gap) => (gap > limit ? 1 : 0))
    const { ci95 } = clusteredShareInterval(all, marked, ofMedian.vif!)
    if (ci95 === null) continue
    counts.printed += 1 / runs
    if (ci95[1] < 1 - p) counts.below += 1 / runs
    if (ci95[0] > 1 - p) counts.above += 1 / runs
  }
  return counts
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
    const slack = 2 * Math.sqrt((0.03 * 0.97) / runs)
    expect([printed > 0.9, below < 0.03 + slack, above < 0.03 + slack]).toEqual([true, true, true])
  })
})

test('a reply of slow gaps counts as one, and too few replies as none', () => {
  const sums = (replies: number, of: (reply: number) => number): ClusteredSums => {
    const bySlice = new Float64Array(timeSlices)
    for (let reply = 0; reply < replies; reply++)
      bySlice[Math.floor((reply / replies) * timeSlices)]! += of(reply)
    return { byCluster: Float64Array.from({ length: replies }, (_, reply) => of(reply)), bySlice }
  }
  const random = createRandom(3)
  const own = Float64Array.from({ length: 400 }, () => random.uniform())
  const all = clusters(
    sums(400, () => 10),
    sums(400, (reply) => 10 * own[reply]!),
  )
  const alike = clusteredShareInterval(
    all,
    sums(400, (reply) => (own[reply]! > 0.9 ? 10 : 0)),
    1,
  )
  expect(alike.vif).toBeGreaterThan(9)
  const none = clusteredShareInterval(
    all,
    sums(400, () => 0),
    10,
  )
  expect(none).toMatchObject({ share: 0, vif: 10 })
  expect(none.ci95![1]).toBeCloseTo(0.0095, 3)
  const few = clusters(
    sums(59, () => 10),
    sums(59, () => 10),
  )
  expect(
    clusteredShareInterval(
      few,
      sums(59, () => 0),
      1,
    ).ci95,
  ).toBeNull()
})
