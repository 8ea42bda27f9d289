import { describe, expect, it } from 'vitest'
import { scrapesAt, seconds, seriesOf } from './fixtures/series-of.ts'
import { gaugeFigure } from './gauge-figure.ts'

const samples = scrapesAt([0, 1, 3, 4])

describe('gaugeFigure', () => {
  it.each([
    ['a constant', [5, 5, 5, 5], [0, 4], { mean: 5, max: 5 }],
    // Trapezia: 1·1 + 2·5 + 1·7 over 4 s.
    ['straight lines between samples, by their lengths', [0, 2, 8, 6], [0, 4], { mean: 18 / 4, max: 8 }],
    ['the part within the span', [0, 2, 8, 6], [0.5, 1], { mean: 1.5, max: 2 }],
    ['a span between two scrapes', [0, 2, 8, 6], [1.5, 2.5], { mean: 5, max: 5 }],
    ['only where it was there', [null, 2, 4, null], [0, 4], { mean: 3, max: 4 }],
  ] as const)('averages %s', (_, values, [from, until], figure) => {
    const { mean, max } = gaugeFigure([seriesOf(values)], 'sum', samples, seconds(from, until))!
    expect([mean, max]).toEqual([expect.closeTo(figure.mean, 12), figure.max])
  })

  it('adds up requests, and averages shares', () => {
    const two = [seriesOf([1, 1, 1, 1]), seriesOf([3, 3, 3, 5])]
    expect(gaugeFigure(two, 'sum', samples, seconds(0, 4))).toEqual({ mean: 4.25, max: 6 })
    expect(gaugeFigure(two, 'mean', samples, seconds(0, 4))).toEqual({ mean: 2.125, max: 3 })
  })

  it.each([
    ['no gauge', [], [0, 4]],
    ['no value twice in succession', [seriesOf([1, null, 1, null])], [0, 4]],
    ['a span without scrapes', [seriesOf([1, 1, 1, 1])], [5, 6]],
  ] as const)('is nothing with %s', (_, gauges, [from, until]) => {
    expect(gaugeFigure(gauges, 'sum', samples, seconds(from, until))).toBeNull()
  })
})
