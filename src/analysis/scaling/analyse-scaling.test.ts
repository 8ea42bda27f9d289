import { describe, expect, test } from 'vitest'
import { analyseCategories, analyseScaling } from './analyse-scaling.ts'
import { analysed, lawOf, noise, options, wide } from './fixtures/analysed.ts'
import { runOf } from './fixtures/run-of.ts'
import { holds, parameterCoverage, reportsOf, share, speedUpCoverage } from './fixtures/scaling-coverage.ts'
import { amdahl, linear, plateau, sweepOf, usl } from './fixtures/sweep-of.ts'

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
