import { describe, expect, it } from 'vitest'
import { counterIncrease, resetScrapes } from './counter-increase.ts'
import { scrapesAt, seconds, seriesOf } from './fixtures/series-of.ts'

const samples = scrapesAt([0, 1, 2, 3, 4])

describe('counterIncrease', () => {
  it.each([
    ['all of it', [10, 11, 13, 13, 20], [0, 4], 10],
    ['half of what came between two scrapes', [10, 11, 13, 13, 20], [0.5, 3.5], 6],
    ['nothing outside the scrapes', [10, 11, 13, 13, 20], [-5, 9], 10],
    ['nothing of an empty span', [10, 11, 13, 13, 20], [2, 2], 0],
    // 10 → 2 → 5: two since the restart, then three.
    ['a restart as growth from 0', [8, 10, 2, 5, 5], [0, 4], 7],
    ['a counter that appears beside others from 0', [null, null, 3, 4, 4], [0, 4], 4],
    ['nothing for a counter’s first scrape', [100, 100, 100, 100, 100], [0, 4], 0],
    ['nothing while it was gone', [1, 2, null, 7, 8], [0, 4], 2],
    ['nothing of what isn’t a number', [1, Infinity, 2, 3, 4], [0, 4], 4],
  ] as const)('gives %s', (_, values, [from, until], increase) => {
    expect(counterIncrease(seriesOf(values), samples, seconds(from, until))).toBeCloseTo(increase, 12)
  })

  it('doesn’t count what another process had counted before', () => {
    const others = scrapesAt([0, 1, 2], [], false)
    expect(counterIncrease(seriesOf([null, 1000, 1001]), others, seconds(0, 2))).toBe(1)
  })
})

it('resetScrapes names the scrapes at which any counter had fallen, once', () => {
  const counters = [seriesOf([1, 2, 1, 5, 0]), seriesOf([9, 9, 3, 3, 4]), seriesOf([1, null, 2, null, 1])]
  expect(resetScrapes(counters)).toEqual(new Set([2, 4]))
})
