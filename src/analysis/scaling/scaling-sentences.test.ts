import { describe, expect, test } from 'vitest'
import { analyseScaling } from './analyse-scaling.ts'
import { analysed, lawOf, noise, options, wide } from './fixtures/analysed.ts'
import { runOf } from './fixtures/run-of.ts'
import { amdahl, linear, plateau, sweepOf, usl } from './fixtures/sweep-of.ts'
import type { ScalingPoint } from './scaling-point.ts'

describe('sentences', () => {
  test.each([
    [
      amdahl(0.05),
      wide,
      /^contention: doubling concurrency to 64 brings only 2\d % more; as if 5 % of the work could only be done one at a time\.$/,
    ],
    [
      usl(0.001, 0.001),
      [1, 2, 4, 8, 16, 24, 32],
      /^contention: nothing is gained beyond concurrency = 2\d; what each costs the others grows with their number\.$/,
    ],
    [plateau(300), wide, /^contention: nothing is gained beyond concurrency = 32\.$/],
    [
      usl(0.02, 0.002),
      wide,
      /^retrograde: throughput at concurrency = 64 is 34 % below its highest at concurrency = 22; /,
    ],
    [linear, wide, /^linear: throughput grows in proportion up to concurrency = 64, efficiency \d+ %\.$/],
    [
      amdahl(0.05),
      [1, 2, 4, 8],
      /^sub-linear: doubling concurrency to 8 brings 7\d % more, efficiency there is 7\d %\.$/,
    ],
  ] as const)('%#', (throughput, loads, sentence) => {
    expect(analysed(throughput, loads).sentence).toMatch(sentence)
  })

  test('of one run a point it is said what it looks like, and no more', () => {
    const report = analysed(amdahl(0.05), wide, 1)
    expect(report.class).toMatchObject({ state: 'refused', looks_like: 'contention' })
    expect(report.sentence).toMatch(
      /^Looks like contention \(.*\), but hardly any load was measured more than once/,
    )
    expect(
      report.laws.flatMap(({ parameters }) => Object.values(parameters)).every(({ ci95 }) => ci95 === null),
    ).toBe(true)
  })
})

describe('bad input is said, and breaks nothing', () => {
  const good = sweepOf({ throughput: amdahl(0.05), loads: wide, runs: 2, noise, seed: 1 })

  test.each<[string, readonly ScalingPoint[], RegExp]>([
    ['no point', [], /nothing was measured/],
    ['one point', good.slice(0, 1), /3 loads or more, and one was/],
    ['two points', good.slice(0, 2), /3 loads or more, and two were/],
    ['no runs', [{ load: 1, runs: [] }], /nothing was measured/],
    ['only NaN', [{ load: 1, runs: [runOf(1, Number.NaN)] }], /nothing was measured/],
    ['only zeros', [1, 2, 4].map((load) => ({ load, runs: [runOf(load, 0)] })), /nothing succeeded/],
    [
      'loads that hardly differ',
      [10, 11, 12].map((load) => ({ load, runs: [runOf(load, load)] })),
      /less than twice/,
    ],
    ['loads below 1', [0.1, 0.2, 0.4].map((load) => ({ load, runs: [runOf(load, load)] })), /below 1/],
  ])('%s', (_, points, sentence) => {
    const report = analyseScaling(points, options)
    expect(report.class.state).toBe('refused')
    expect(report.sentence).toMatch(sentence)
    expect(report.laws).toEqual([])
    expect(() => JSON.stringify(report)).not.toThrow()
  })

  test('equal loads are one point, in order', () => {
    const report = analyseScaling([...good, ...good].reverse(), options)
    expect(report.points.map(({ load, runs }) => [load, runs])).toEqual(wide.map((load) => [load, 4]))
  })

  test('bad loads and runs are left out, and counted', () => {
    const report = analyseScaling(
      [
        ...good,
        { load: Number.NaN, runs: [] },
        { load: -1, runs: [] },
        { load: 2, runs: [runOf(2, Number.POSITIVE_INFINITY), runOf(2, -3)] },
        { load: 24, runs: [runOf(24, 0), runOf(24, 900)] },
      ],
      options,
    )
    expect(report.notes).toEqual([
      '2 points left out: a load must be a number above 0.',
      '2 of 4 runs at 2 left out: no throughput.',
      '1 of 2 runs at 24 brought nothing: no part of any fit.',
    ])
    expect(report.laws.length).toBe(4)
    expect(report.points.find(({ load }) => load === 24)).toMatchObject({ speed_up: null })
  })

  test('runs without any noise, at loads that don’t begin at 1', () => {
    const exact = [8, 16, 32, 64, 128, 256].map((load) => {
      const run = runOf(load, amdahl(0.05)(load))
      return { load, runs: [run, run, run] }
    })
    const report = analyseScaling(exact, options)
    expect(report).toMatchObject({
      law: 'amdahl',
      class: { state: 'decided', name: 'contention', confidence: 1 },
    })
    expect(lawOf(report, 'amdahl').parameters.sigma!.value).toBeCloseTo(0.05, 8)
  })

  test('every number of a report is finite', () => {
    for (const throughput of [linear, amdahl(0.05), usl(0.02, 0.002), plateau(100), () => 7]) {
      const seen: number[] = []
      JSON.stringify(analysed(throughput), (_, value: unknown) => {
        if (typeof value === 'number') seen.push(value)
        return value
      })
      expect(seen.filter((value) => !Number.isFinite(value))).toEqual([])
    }
  })

  test('points that contradict themselves are named', () => {
    const points = [1, 2, 4, 8].map((load) => ({
      load,
      runs: [
        runOf(load, 10 * load),
        load === 4 ? runOf(4, 60, { responseSeconds: 0.1 }) : runOf(load, 10 * load),
      ],
    }))
    const { notes } = analyseScaling(points, options)
    expect(notes[0]).toMatch(
      /^concurrency = 4 is 22 % above its bound, N \/ \(R \+ Z\): .* measurement error\.$/,
    )
    expect(notes[1]).toMatch(
      /^At 4 throughput times response is 25 % above the requests in flight \(Little's law\)/,
    )
    expect(notes[2]).toMatch(/^At 4 .* above the concurrency/)
  })

  test('runs that differ much, each true to itself, contradict nothing', () => {
    const points = [1, 2, 4].map((load) => ({ load, runs: [runOf(load, 10 * load), runOf(load, 50 * load)] }))
    const report = analyseScaling(points, options)
    expect(report.notes).toEqual([])
    expect(report.points.map(({ bound_share: share }) => share)).toEqual(
      [1, 1, 1].map((one) => expect.closeTo(one, 9)),
    )
  })

  test('a load whose runs differ too much makes a class impossible, and is named', () => {
    const points = [1, 2, 4, 8].map((load) => {
      return { load, runs: [10 * load, load === 8 ? 800 : 11 * load].map((rate) => runOf(load, rate)) }
    })
    const { sentence, laws } = analyseScaling(points, options)
    expect(sentence).toBe(
      'No class: the runs at 8 differ 10-fold, too much to say what it brings: repeat them more often, or measure for longer.',
    )
    expect(laws).toEqual([])
  })

  test('a load whose response isn’t known has no bound to be above of', () => {
    const points = [1, 2, 4, 8].map((load) => ({
      load,
      runs: [runOf(load, load === 1 ? 40 : 10 * load, load === 1 ? { responseSeconds: null } : {})],
    }))
    const report = analyseScaling(points, options)
    expect(report.points[0]!.bound_share).toBeNull()
    expect(report.notes.filter((note) => note.includes('above its bound'))).toEqual([])
  })

  test('a base that is held back is named', () => {
    const points = [1, 2, 4, 8].map((load) => ({ load, runs: [runOf(load, load === 1 ? 4 : 10 * load)] }))
    expect(analyseScaling(points, options).notes).toEqual([
      expect.stringMatching(/^More than in proportion at 2, 4, 8: something holds concurrency = 1 back/),
    ])
  })
})
