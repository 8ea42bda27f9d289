import { describe, expect, test } from 'vitest'
import {
  parameterCoverage,
  reportsOf,
  share,
  speedUpCoverage,
} from '../../src/analysis/scaling/fixtures/scaling-coverage.ts'
import { amdahl, linear, plateau, type SweepOf, usl } from '../../src/analysis/scaling/fixtures/sweep-of.ts'
import { type ClassName, classNames, type LawName } from '../../src/analysis/scaling/scaling-report.ts'
import { classOf, shapeOf } from '../../src/analysis/scaling/shape.ts'

const wide = [1, 2, 4, 8, 16, 32, 48, 64]
const sweeps = 500
const replicates = 400

const even = (size: number) => (): number => size
/** Ten times as noisy at the largest load as at the smallest. */
const growing = (load: number): number => 0.005 * load ** (1 / 1.8)

interface Case {
  readonly name: string
  readonly law: LawName
  readonly truths: Readonly<Record<string, number>>
  readonly sweep: Omit<SweepOf, 'seed'>
  /** Where few runs can't show how their noise changes along the sweep. */
  readonly least?: number
}

const peaked = { gamma: 100, sigma: 0.05, kappa: 0.0005 }
const curve = usl(peaked.sigma, peaked.kappa)
const limited = { gamma: 100, sigma: 0.05 }

const cases: readonly Case[] = [
  ...[2, 3, 5, 10].map(
    (runs): Case => ({
      name: `σ 5 %, κ 0.05 %; ${runs} runs, noise 2 %`,
      law: 'usl',
      truths: peaked,
      sweep: { throughput: curve, loads: wide, runs, noise: even(0.02) },
    }),
  ),
  {
    name: 'the same; 5 runs, noise 5 %',
    law: 'usl',
    truths: peaked,
    sweep: { throughput: curve, loads: wide, runs: 5, noise: even(0.05) },
  },
  ...[3, 5].map(
    (runs): Case => ({
      name: `the same; ${runs} runs, noise 0.5 % to 5 %`,
      law: 'usl',
      truths: peaked,
      sweep: { throughput: curve, loads: wide, runs, noise: growing },
      least: 0.8,
    }),
  ),
  {
    name: 'the same, loads to 16; 3 runs, noise 2 %',
    law: 'usl',
    truths: peaked,
    sweep: { throughput: curve, loads: [1, 2, 4, 6, 8, 12, 16], runs: 3, noise: even(0.02) },
  },
  {
    name: 'σ 5 % (Amdahl); 3 runs, noise 2 %',
    law: 'amdahl',
    truths: limited,
    sweep: { throughput: amdahl(0.05), loads: wide, runs: 3, noise: even(0.02) },
  },
  {
    name: 'min(9 N, 100); 3 runs, noise 2 %',
    law: 'plateau',
    truths: { slope: 9, ceiling: 100 },
    sweep: { throughput: plateau(100), loads: wide, runs: 3, noise: even(0.02) },
  },
]

/** Prints the first table of docs/scaling.md: how many intervals hold the truth. */
describe('intervals', () => {
  test.each(cases)('$name', ({ name, law, truths, sweep, least = 0.9 }) => {
    const reports = reportsOf(sweep, sweeps, replicates)
    const covered = Object.entries(truths).map(
      ([parameter, truth]) => [parameter, parameterCoverage(reports, law, parameter, truth)] as const,
    )
    const speedUps = speedUpCoverage(reports, sweep)
    const cells = covered.map(([parameter, coverage]) => `${parameter} ${coverage.toFixed(3)}`)
    console.log(`| ${name} | ${cells.join(', ')} | ${speedUps.toFixed(3)} |`)
    // The standard error is 0.01 to 0.02.
    for (const [parameter, coverage] of covered)
      expect([parameter, coverage > least]).toEqual([parameter, true])
    expect(speedUps).toBeGreaterThan(0.93)
  })
})

const laws: readonly (readonly [name: string, sweep: Pick<SweepOf, 'throughput' | 'loads'>])[] = [
  ['linear', { throughput: linear, loads: wide }],
  ['linear, three loads', { throughput: linear, loads: [1, 2, 4] }],
  ['Amdahl 0.15 %', { throughput: amdahl(0.0015), loads: wide }],
  ['Amdahl 5 % to 8', { throughput: amdahl(0.05), loads: [1, 2, 3, 4, 6, 8] }],
  ['Amdahl 5 % to 18', { throughput: amdahl(0.05), loads: [1, 2, 4, 8, 12, 18] }],
  ['Amdahl 5 %', { throughput: amdahl(0.05), loads: wide }],
  ['plateau', { throughput: plateau(100), loads: wide }],
  ['plateau, three loads', { throughput: plateau(100), loads: [4, 16, 64] }],
  ['a peak at 44, 3 % passed', { throughput: curve, loads: wide }],
  ['a peak at 44, 6 % passed', { throughput: curve, loads: [...wide, 76] }],
  ['a peak at 22, 34 % passed', { throughput: usl(0.02, 0.002), loads: wide }],
]

/** Prints the second table: classes that were given, three runs of 2 % noise; a class that is given must be right as often as is said. */
test('classes', () => {
  let decided = 0
  let wrong = 0
  for (const [name, sweep] of laws) {
    const reports = reportsOf({ ...sweep, runs: 3, noise: even(0.02) }, 200, 300)
    const truth = classOf(shapeOf(sweep.throughput, sweep.loads[0]!, sweep.loads.at(-1)!))
    const given = (wanted: ClassName | null): number =>
      share(reports, ({ class: it }) => (it.state === 'decided' ? it.name : null) === wanted)
    const cells = [...classNames, null].map((wanted) => `${(100 * given(wanted)).toFixed(0)} %`)
    console.log(`| ${[name, truth, ...cells].join(' | ')} |`)
    decided += 1 - given(null)
    wrong += 1 - given(null) - given(truth)
    expect([name, 1 - given(null) - given(truth) <= 0.1]).toEqual([name, true])
  }
  console.log(`wrong: ${((100 * wrong) / decided).toFixed(1)} % of those given`)
  expect(wrong / decided).toBeLessThan(0.1)
})
