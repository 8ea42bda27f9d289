import { describe, expect, it } from 'vitest'
import { scrapesAt, seconds, seriesOf } from './fixtures/series-of.ts'
import { lifetimeSumIncrease } from './lifetime-sum.ts'

const samples = scrapesAt([0, 1, 2, 4])
const increase = (
  means: readonly (number | null)[],
  counts: readonly (number | null)[],
  [from, until] = [0, 4],
): number => lifetimeSumIncrease(seriesOf(means), seriesOf(counts), samples, seconds(from!, until!))

describe('lifetimeSumIncrease', () => {
  it('is the growth of the sum, whichever of the two changed', () => {
    expect(increase([1, 2, 2, 3], [10, 10, 20, 20])).toBe(50)
  })

  it('spreads growth over the time between scrapes', () => {
    expect(increase([1, 1, 1, 1], [10, 20, 20, 60], [0.5, 3])).toBe(5 + 20)
  })

  it('lets rounding fall, and takes none of that for a new beginning', () => {
    const means = [2.34568, 2.34567, 2.34567, 2.34568]
    expect(increase(means, [2e6, 2e6, 2e6 + 10, 2e6 + 10])).toBeCloseTo(23.4568, 6)
  })

  it('begins again at 0 with its count', () => {
    expect(increase([3, 3, 1, 2], [100, 110, 5, 6])).toBe(30 + 5 + 7)
  })

  it('says nothing of what wasn’t there', () => {
    expect(increase([null, 3, 3, null], [null, 100, 110, null])).toBe(30)
    expect(increase([], [])).toBe(0)
  })
})
