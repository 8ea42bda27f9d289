import { describe, expect, test } from 'vitest'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import { decileShift } from './decile-shift.ts'
import { quantilesOf, threeRuns } from './fixtures/decile-shifts.ts'
import { shiftProbabilities } from './run-quantiles.ts'

const reference = threeRuns()

describe('decileShift', () => {
  test('is the ratio of geometric means, with the interval of each and a wider band for all', () => {
    const { points, variation, runs } = decileShift('ttft', reference, threeRuns(1.3))
    expect({ variation, runs }).toEqual({ variation: 'own', runs: [3, 3] })
    expect(points.map(({ p }) => p)).toEqual(shiftProbabilities)
    const median = points[4]!
    expect(median.a).toMatchObject({
      value: expect.closeTo(150 * (0.99 * 1.01) ** (1 / 3), 9),
      runs: 3,
      of: 3,
    })
    expect(median.change).toBeCloseTo(0.3, 12)
    // By hand: equal variances, so Student's t with 4 degrees.
    const logs = [0.99, 1, 1.01].map(Math.log)
    const mean = (logs[0]! + logs[1]! + logs[2]!) / 3
    const error = Math.sqrt((logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / 2) * (2 / 3))
    const at = (alpha: number): readonly number[] =>
      [-1, 1].map((sign) => 1.3 * Math.exp(sign * studentTQuantile(1 - alpha / 2, 4) * error) - 1)
    expect(median.ci95).toEqual(at(0.05).map((end) => expect.closeTo(end, 9)))
    expect(median.band).toEqual(at(0.05 / 11).map((end) => expect.closeTo(end, 9)))
  })

  test('bands are no wider than for the quantiles that there are', () => {
    const short = (factor: number) => [0.99, 1, 1.01].map((each) => quantilesOf(each * factor, { last: 0.5 }))
    const { points } = decileShift('ttft', short(1), short(1.3))
    expect(points.slice(5).every(({ band, note }) => band === null && note !== null)).toBe(true)
    const all = decileShift('ttft', reference, threeRuns(1.3))
    expect(points[0]!.ci95).toEqual(all.points[0]!.ci95)
    expect(points[0]!.band![1]).toBeLessThan(all.points[0]!.band![1])
    expect(points[0]!.band![1]).toBeGreaterThan(points[0]!.ci95![1])
  })

  test('a single run is taken to vary as those of the other side do', () => {
    const { variation, points } = decileShift('ttft', [quantilesOf(1)], threeRuns(1.3))
    const [low, high] = points[0]!.ci95!
    expect({ variation, low: low < 0.3, high: high > 0.3 }).toEqual({
      variation: 'borrowed',
      low: true,
      high: true,
    })
    const other = decileShift('ttft', threeRuns(1.3), [quantilesOf(1)]).points[0]!.ci95!
    expect([1 / (1 + other[1]) - 1, 1 / (1 + other[0]) - 1]).toEqual(
      [low, high].map((end) => expect.closeTo(end, 9)),
    )
  })

  test('two runs have what they are sure of themselves', () => {
    const { variation, points } = decileShift('ttft', [quantilesOf(1)], [quantilesOf(1.3)])
    expect(variation).toBe('within_runs')
    // Each side 2 % wrong: √2 of that together, nearly.
    expect(points[4]!.ci95).toEqual([
      expect.closeTo(1.3 * 0.9719 - 1, 3),
      expect.closeTo(1.3 * 1.0288 - 1, 3),
    ])
    expect(points[4]!.band![0]).toBeLessThan(points[4]!.ci95![0])
  })

  test('a distance that is longer on one side leads there', () => {
    const skewed = [{ p: 0.5, value: 100, ci95: [99, 150] }] as const
    const [low, high] = decileShift('ttft', [skewed], [quantilesOf(1)]).points[4]!.ci95!
    expect(high).toBeLessThan(0.55)
    expect(low).toBeLessThan(1.5 / 1.5 - 1 + 0.01)
  })

  test.each([
    ['some runs have it', [quantilesOf(1), quantilesOf(1.01), quantilesOf(0.99, { last: 0.5 })], null, 2],
    [
      'too few have it',
      [quantilesOf(1), quantilesOf(1.01, { last: 0.5 }), quantilesOf(0.99, { last: 0.5 })],
      'not resolvable in 2 of 3 runs of A',
      1,
    ],
    [
      'one of two has it',
      [quantilesOf(1), quantilesOf(1.01, { last: 0.5 })],
      'not resolvable in 1 of 2 runs of A',
      1,
    ],
    ['none has it', [quantilesOf(1, { last: 0.5 })], 'not resolvable in A', 0],
    [
      'one has nothing to divide by',
      [quantilesOf(1), quantilesOf(0)],
      '0 in 1 of 2 runs of A, which has no ratio',
      2,
    ],
    ['one run may be nothing', [quantilesOf(1, { ci95: 1 })], 'not shown to be above 0 in A', 1],
  ] as const)('where %s', (_, a, note, runs) => {
    const b = a.length === 1 ? [quantilesOf(1)] : reference
    const { points } = decileShift('ttft', a, b)
    expect(points.at(-1)).toMatchObject({ note, a: { runs, of: a.length } })
    expect(points.at(-1)!.band === null).toBe(note !== null)
    const turned = decileShift('ttft', b, a).points.at(-1)!
    expect(turned.note).toBe(note?.replace('A', 'B') ?? null)
    expect([points, turned].flat().every(({ change }) => change === null || Number.isFinite(change))).toBe(
      true,
    )
  })

  test('what both sides lack is said of both', () => {
    const short = quantilesOf(1, { last: 0.5 })
    const { note } = decileShift('ttft', [short], [short]).points.at(-1)!
    expect(note).toBe('not resolvable in A; not resolvable in B')
  })

  test('without runs there is nothing', () => {
    expect(decileShift('ttft', [], reference).shape).toEqual({ kind: 'no_data' })
    expect(decileShift('itl', [[]], [[]]).points[0]).toMatchObject({ change: null, band: null })
  })
})

describe('shape, of what bands show', () => {
  test('none: what they leave room for', () => {
    const { shape, points } = decileShift('ttft', reference, threeRuns(1.01))
    const within = [points[0]!.band![0], points[0]!.band![1]].map((end) => expect.closeTo(end, 9))
    expect(shape).toEqual({ kind: 'none', within })
  })

  test('alike: the changes that are in every band', () => {
    const { shape, points } = decileShift('ttft', reference, threeRuns(1.3))
    expect(shape).toMatchObject({ kind: 'alike', direction: 'more' })
    const common = shape.kind === 'alike' ? shape.common : [0, 0]
    for (const { band } of points) {
      expect(band![0]).toBeLessThanOrEqual(common[0])
      expect(band![1]).toBeGreaterThanOrEqual(common[1])
    }
    expect(decileShift('ttft', reference, threeRuns(0.7)).shape).toMatchObject({
      kind: 'alike',
      direction: 'less',
    })
  })

  test('uneven: all one way, and no change in every band', () => {
    expect(
      decileShift(
        'ttft',
        reference,
        threeRuns((p) => 1.2 + p),
      ).shape,
    ).toMatchObject({
      kind: 'uneven',
      direction: 'more',
      least: { p: 0.1, change: expect.closeTo(0.3, 9) },
      most: { p: 0.99, change: expect.closeTo(1.19, 9) },
    })
  })

  test('part: where, and where not', () => {
    expect(
      decileShift(
        'ttft',
        reference,
        threeRuns((p) => (p > 0.85 ? 1 + p : 1)),
      ).shape,
    ).toEqual({
      kind: 'part',
      stretches: [
        {
          direction: 'more',
          from: 0.9,
          to: 0.99,
          changes: [expect.closeTo(0.9, 9), expect.closeTo(0.99, 9)],
        },
      ],
      unshown: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8],
    })
  })

  test('both ways: stretches of each, apart where nothing is shown between', () => {
    const both = (p: number): number => (p > 0.85 ? 1.4 : p === 0.2 || p === 0.3 || p === 0.5 ? 0.7 : 1)
    expect(decileShift('ttft', reference, threeRuns(both)).shape).toMatchObject({
      kind: 'both_ways',
      stretches: [
        { direction: 'less', from: 0.2, to: 0.3 },
        { direction: 'less', from: 0.5, to: 0.5 },
        { direction: 'more', from: 0.9, to: 0.99 },
      ],
      unshown: [0.1, 0.4, 0.6, 0.7, 0.8],
    })
  })
})
