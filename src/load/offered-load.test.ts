import { describe, expect, test } from 'vitest'
import { closed, open, planOf, second, unpaced } from './fixtures/plan-of.ts'
import { offeredLoad } from './offered-load.ts'

const never = Number.POSITIVE_INFINITY

describe('offeredLoad', () => {
  test('open: the area under the rate, warm-up apart', () => {
    const stages = [open('poisson', [10, 30], 4 * second), open('constant', 30, 6 * second)]
    expect(offeredLoad(planOf(stages, { warmupNs: 2 * second }))).toEqual({
      model: 'open',
      endNs: 12 * second,
      warmupSends: 20,
      measuredSends: 260,
      ratePerSecond: 26,
    })
  })

  test('open, ended by requests: the rate over the time that they take', () => {
    expect(offeredLoad(planOf([open('poisson', 50)], { requests: 1000, warmupNs: second }))).toEqual({
      model: 'open',
      endNs: never,
      warmupSends: 50,
      measuredSends: 1000,
      ratePerSecond: 50,
    })
    const ramped = planOf([open('poisson', [0, 20], 10 * second), open('poisson', 20)], { requests: 200 })
    expect(offeredLoad(ramped).ratePerSecond).toBeCloseTo(200 / 15, 9)
    const cut = planOf([open('poisson', [0, 20], 10 * second)], { requests: 25 })
    expect(offeredLoad(cut).ratePerSecond).toBeCloseTo(25 / 5, 9)
  })

  test('open, with more requests than there is time for', () => {
    const { measuredSends, ratePerSecond } = offeredLoad(
      planOf([open('poisson', 50, second)], { requests: 1000 }),
    )
    expect([measuredSends, ratePerSecond]).toEqual([50, 50])
  })

  test('closed and unpaced: the server decides, but for a number of requests', () => {
    expect(offeredLoad(planOf([closed(4, second)], { warmupNs: second }))).toEqual({
      model: 'closed',
      endNs: 2 * second,
      warmupSends: null,
      measuredSends: null,
      ratePerSecond: null,
    })
    expect(offeredLoad(planOf([unpaced()], { requests: 70 }))).toEqual({
      model: 'unpaced',
      endNs: never,
      warmupSends: 0,
      measuredSends: 70,
      ratePerSecond: null,
    })
  })

  test('stages of several kinds are mixed', () => {
    expect(offeredLoad(planOf([open('poisson', 1, second), closed(1, second)])).model).toBe('mixed')
  })
})
