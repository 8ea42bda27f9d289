import { describe, expect, test } from 'vitest'
import {
  type ComparisonRates,
  lookRatesOf,
  ratesOf,
  shareRatesOf,
} from '../../src/analysis/comparison/fixtures/comparison-rates.ts'
import {
  alternating,
  drifting,
  oneAfterTheOther,
  steadyLaws,
} from '../../src/analysis/comparison/fixtures/run-laws.ts'

const trials = 1000
const sizes = [
  [2, 2],
  [3, 3],
  [5, 5],
  [6, 6],
  [10, 10],
  [1, 3],
  [2, 5],
  [3, 10],
] as const

/** Prints the table of docs/comparing.md. Rates are held within two standard errors of the simulation. */
describe.each(steadyLaws)('$name', (law) => {
  test.each(sizes)('%d and %d runs', (a, b) => {
    expectHeld(tabulated(`${law.name} | ${a} : ${b}`, ratesOf(law, [a, b], trials, 31)))
  })
})

describe('drift', () => {
  test.each([2, 3, 4, 5, 6, 10])('%d runs a side, ABBA', (runs) => {
    expectHeld(tabulated(`${drifting.name} | ${runs} : ${runs}`, ratesOf(drifting, [runs, runs], trials, 32)))
  })

  test.each([5, 10])('%d runs a side, ABAB', (runs) => {
    const rates = ratesOf(drifting, [runs, runs], trials, 35, alternating)
    expectHeld(tabulated(`${drifting.name}, ABAB | ${runs} : ${runs}`, rates))
  })
})

describe('one side after the other, so that no trend is left out', () => {
  const laws = steadyLaws.filter(({ name }) => ['runs vary by 3 %', 'Pareto (2.5), p99'].includes(name))
  test.each(laws.flatMap((law) => [5, 10].map((runs) => ({ law, runs }))))(
    '$law.name, $runs a side',
    ({ law, runs }) => {
      const rates = ratesOf(law, [runs, runs], trials, 36, oneAfterTheOther)
      expectHeld(tabulated(`${law.name}, A before B | ${runs} : ${runs}`, rates))
    },
  )
})

describe('blocks at three looks', () => {
  test.each([...steadyLaws, drifting])('$name', (law) => {
    expectHeld(tabulated(`${law.name} | 6, 10, 16 blocks`, lookRatesOf(law, trials, 33)))
  })
})

describe('shares', () => {
  const cases = [
    { n: 1000, share: 0.02, dispersion: 1 },
    { n: 1000, share: 0.001, dispersion: 1 },
    { n: 1000, share: 0.05, dispersion: 2 },
    { n: 1000, share: 0.05, dispersion: 5 },
  ]
  test.each(cases.flatMap((of) => sizes.slice(0, 5).map((runs) => ({ ...of, runs }))))(
    '%o',
    ({ runs, ...of }) => {
      const name = `${100 * of.share} % of ${of.n}, χ² ÷ degrees ${of.dispersion} | ${runs.join(' : ')}`
      const { alarms, covered, power } = tabulated(name, shareRatesOf(of, runs, trials, 34))
      // Few counts raise fewer alarms; two runs a side don't show how much they differ.
      expect(alarms).toBeLessThan(runs[0] === 2 ? 0.09 : 0.07)
      expect(covered).toBeGreaterThan(0.91)
      expect(power).toBeGreaterThan(0.78)
    },
  )
})

function expectHeld({ alarms, regressions, covered, power }: ComparisonRates): void {
  const slack = 2 * Math.sqrt((0.05 * 0.95) / trials)
  for (const rate of [alarms, regressions]) {
    expect.soft(rate).toBeGreaterThan(0.025 - slack)
    expect.soft(rate).toBeLessThan(0.07 + slack)
  }
  expect.soft(covered).toBeGreaterThan(0.92 - slack)
  expect.soft(covered).toBeLessThan(0.98 + slack)
  expect.soft(power).toBeGreaterThan(0.79 - 2 * slack)
}

function tabulated(name: string, rates: ComparisonRates): ComparisonRates {
  const { alarms, regressions, regressionsBeyond, covered, power } = rates
  const cells = [alarms, regressions, regressionsBeyond, covered, power].map((rate) =>
    (100 * rate).toFixed(1),
  )
  console.log(`| ${name} | ${cells.join(' | ')} |`)
  return rates
}
