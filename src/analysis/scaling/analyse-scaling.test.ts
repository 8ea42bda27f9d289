import { describe, expect, test } from 'vitest'
import { analyseCategories, analyseScaling } from './analyse-scaling.ts'
import { runOf } from './fixtures/run-of.ts'
import { holds, parameterCoverage, reportsOf, share, speedUpCoverage } from './fixtures/scaling-coverage.ts'
import { amdahl, linear, plateau, sweepOf, usl } from './fixtures/sweep-of.ts'
import type { ScalingPoint } from './scaling-point.ts'
import type { LawFit, ScalingReport } from './scaling-report.ts'

const wide = [1, 2, 4, 8, 16, 32, 48, 64]
const noise = (): number => 0.02
const options = { axisName: 'load.concurrency', kind: 'concurrency', unit: 'req', replicates: 200 } as const

function lawOf(report: ScalingReport, name: string): LawFit {
  return report.laws.find((law) => law.name === name)!
}

function analysed(
  throughput: (load: number) => number,
  loads: readonly number[] = wide,
  runs = 3,
): ScalingReport {
  return analyseScaling(sweepOf({ throughput, loads, runs, noise, seed: 3 }), options)
}

describe('200 sweeps of a universal scalability law: σ 5 %, κ 0.05 %, 2 % noise, three runs', () => {
  const sweep = { throughput: usl(0.05, 0.0005), loads: wide, runs: 3, noise }
  const reports = reportsOf(sweep, 200, 200)

  test.each([
    ['gamma', 100],
    ['sigma', 0.05],
    ['kappa', 0.0005],
  ])('%s is within its interval as often as stated', (parameter, truth) => {
    const covered = parameterCoverage(reports, 'usl', parameter, truth)
    expect(covered).toBeGreaterThanOrEqual(0.9)
    expect(covered).toBeLessThanOrEqual(0.98)
  })

  test('the peak is identified, and where it is said to be', () => {
    const peaks = reports.map((report) => lawOf(report, 'usl').peak_load)
    const truth = Math.sqrt(0.95 / 0.0005)
    expect(share(peaks, (peak) => peak.state === 'identified')).toBe(1)
    expect(share(peaks, (peak) => peak.state === 'identified' && holds(peak, truth))).toBeGreaterThan(0.9)
  })

  test('so are speed-ups', () => {
    expect(speedUpCoverage(reports, sweep)).toBeGreaterThan(0.93)
  })

  test('throughput 3 % below its peak isn’t called retrograde', () => {
    expect(
      share(reports, ({ class: it }) => it.state === 'decided' && it.name === 'retrograde'),
    ).toBeLessThanOrEqual(0.02)
  })
})

describe('classes of known laws', () => {
  test.each([
    ['linear', linear, wide],
    ['sub-linear', amdahl(0.05), [1, 2, 3, 4, 6, 8]],
    ['contention', amdahl(0.05), wide],
    ['contention', plateau(100), wide],
    ['retrograde', usl(0.02, 0.002), wide],
    // As few as a matrix of batch sizes has.
    ['linear', linear, [1, 2, 4]],
    ['contention', plateau(20), [1, 4, 16]],
    ['retrograde', usl(0.1, 0.05), [1, 4, 16, 32]],
  ] as const)('%s', (name, throughput, loads) => {
    const reports = reportsOf({ throughput, loads, runs: 3, noise }, 20, 100)
    expect(
      share(reports, ({ class: it }) => it.state === 'decided' && it.name === name),
    ).toBeGreaterThanOrEqual(0.95)
  })

  test('at a threshold it is undecided, and says between what', () => {
    // Efficiency is 90 % at 8.
    const reports = reportsOf({ throughput: amdahl(1 / 63), loads: [1, 2, 4, 8], runs: 3, noise }, 40, 100)
    const undecided = reports.flatMap(({ class: it }) => (it.state === 'undecided' ? [it] : []))
    expect(undecided.length).toBeGreaterThan(20)
    for (const { between } of undecided) expect([...between].sort()).toEqual(['linear', 'sub-linear'])
  })
})

describe('what the data don’t reach', () => {
  test('a peak at 44 of loads up to 16 isn’t identifiable', () => {
    const reports = reportsOf(
      { throughput: usl(0.05, 0.0005), loads: [1, 2, 4, 6, 8, 12, 16], runs: 3, noise },
      30,
      100,
    )
    for (const report of reports) {
      expect(lawOf(report, 'usl').peak_load.state).toBe('not_identifiable')
      expect(Math.max(...report.curve.map(({ load }) => load))).toBeCloseTo(32, 9)
    }
  })

  test('nor one at 44 of loads up to 32, however little noise there is', () => {
    const points = sweepOf({
      throughput: usl(0.05, 0.0005),
      loads: wide.slice(0, 6),
      runs: 5,
      noise: () => 0.002,
      seed: 3,
    })
    expect(lawOf(analyseScaling(points, options), 'usl').peak_load).toEqual({
      state: 'not_identifiable',
      reason: 'the data end before it',
    })
  })

  test('nor is a peak of fewer than six loads', () => {
    expect(lawOf(analysed(usl(0.02, 0.002), [1, 8, 16, 32, 64]), 'usl').peak_load).toEqual({
      state: 'not_identifiable',
      reason: 'fewer than 6 loads',
    })
  })

  test('Amdahl’s limit is, once half of it has been reached', () => {
    const limit = lawOf(analysed(amdahl(0.05)), 'amdahl').ceiling_per_s
    expect(limit.state === 'identified' && holds(limit, 2000)).toBe(true)
    expect(lawOf(analysed(amdahl(0.05), [1, 2, 4, 8]), 'amdahl').ceiling_per_s.state).toBe('not_identifiable')
  })
})

describe('where the universal scalability law misfits', () => {
  test('a plateau is offered, with its corner', () => {
    const report = analysed(plateau(100))
    expect(report.law).toBe('plateau')
    expect(lawOf(report, 'usl').misfit).toBe(true)
    expect(lawOf(report, 'plateau')).toMatchObject({ misfit: false, peak_load: { state: 'identified' } })
    expect(report.notes.join()).toMatch(/scalability law misses .* min\(aN, b\)/)
    expect(report.sentence).toBe('contention: nothing is gained beyond concurrency = 11.')
  })

  test('and where every law does, the class is that of the points', () => {
    const cliff = (load: number): number => (load <= 16 ? 10 * load : 3 * load)
    const report = analysed(cliff)
    expect(report.shape!.of).toBe('points')
    expect(report.notes.join()).toContain('No law fits')
    expect(lawOf(report, report.law!).peak_load.state).toBe('not_identifiable')
    expect(report.sentence).not.toContain('%:')
  })
})

test('the same seed gives the same report, another one another', () => {
  const points = sweepOf({ throughput: amdahl(0.05), loads: wide, runs: 3, noise, seed: 3 })
  const once = analyseScaling(points, { ...options, seed: 5 })
  expect(analyseScaling(points, { ...options, seed: 5 })).toEqual(once)
  expect(analyseScaling(points, { ...options, seed: 6 }).laws).not.toEqual(once.laws)
})

describe('sentences', () => {
  test.each([
    [amdahl(0.05), wide, /^contention 5 %: doubling concurrency to 64 brings only 2\d % more\.$/],
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
      /^concurrency = 4 is 25 % above its bound, N \/ \(R \+ Z\): .* measurement error\.$/,
    )
    expect(notes[1]).toMatch(
      /^At 4 throughput times response is 25 % above the requests in flight \(Little's law\)/,
    )
    expect(notes[2]).toMatch(/^At 4 .* above the concurrency/)
  })

  test('a base that is held back is named', () => {
    const points = [1, 2, 4, 8].map((load) => ({ load, runs: [runOf(load, load === 1 ? 4 : 10 * load)] }))
    expect(analyseScaling(points, options).notes).toEqual([
      expect.stringMatching(/^More than in proportion at 2, 4, 8: something holds concurrency = 1 back/),
    ])
  })
})

describe('any axis', () => {
  test('of workers there are no bounds of a closed loop, and the rest is the same', () => {
    const report = analyseScaling(
      sweepOf({ throughput: amdahl(0.05), loads: wide, runs: 3, noise, seed: 3 }),
      {
        ...options,
        kind: 'quantity',
        axisName: 'server.max_workers',
      },
    )
    expect(report).toMatchObject({ bounds: null, class: { name: 'contention' } })
    expect(report.sentence).toContain('doubling max workers to 64')
  })

  test('hardware has speed-ups, and neither efficiency nor laws', () => {
    const category = (label: string, rate: number) => ({
      label,
      runs: [0.98, 1, 1.02].map((factor) => runOf(8, rate * factor)),
    })
    const report = analyseCategories([category('L4', 10), category('H100', 52), category('A100', 31)], {
      axisName: 'hardware',
      unit: 'tok',
    })
    expect(
      report.points.map(({ label, speed_up: it, efficiency }) => [label, it!.value, efficiency]),
    ).toEqual([
      ['L4', 1, null],
      ['H100', expect.closeTo(5.2, 9), null],
      ['A100', expect.closeTo(3.1, 9), null],
    ])
    expect(report).toMatchObject({ laws: [], bounds: null, class: { state: 'refused', looks_like: null } })
    expect(report.sentence).toBe('hardware = H100 brings most, 5.20 times L4.')
  })

  test('categories of which one succeeded compare nothing', () => {
    const { sentence } = analyseCategories(
      [
        { label: 'L4', runs: [runOf(1, 3)] },
        { label: 'T4', runs: [runOf(1, 0)] },
      ],
      {
        axisName: 'hardware',
        unit: 'tok',
      },
    )
    expect(sentence).toMatch(/^Nothing to compare/)
  })
})
