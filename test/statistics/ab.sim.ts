import { describe, expect, test } from 'vitest'
import { type AbRates, abRates, type BlockLaw } from '../../src/analysis/ab/fixtures/ab-rates.ts'

const trials = 4000
/** Two standard errors of the simulation. */
const slack = 2 * Math.sqrt((0.05 * 0.95) / trials)

const laws: readonly (BlockLaw & { readonly name: string })[] = [
  { name: 'iid runs, sd 3 %', runSd: 0.03, blockSd: 0 },
  { name: 'runs vary by 3 %, blocks by 3 %', runSd: 0.03, blockSd: 0.03 },
  { name: 'blocks vary by 10 %', runSd: 0.03, blockSd: 0.1 },
  { name: 'drift of 0.5 % a run', runSd: 0.03, blockSd: 0.02, drift: 0.005 },
  { name: 'first block 30 % slower', runSd: 0.03, blockSd: 0.02, firstShift: 0.3 },
  { name: 'first block 6 % slower', runSd: 0.03, blockSd: 0.02, firstShift: 0.06 },
  { name: 'first block 30 % slower, drift', runSd: 0.03, blockSd: 0.02, firstShift: 0.3, drift: 0.005 },
]

/** Prints the table of docs/comparing.md: whole experiments, with their first-block rule and looks. */
describe.each(laws)('$name', ({ name, ...law }) => {
  test.each([['tpot.p50'], ['ttft.p50', 'tpot.p50']])('decided on %s', (...metrics) => {
    const { alarms, power } = tabulated(`${name} | ${metrics.length}`, abRates(law, trials, 1e6, metrics))
    expect.soft(alarms).toBeGreaterThan(0.025 - slack)
    expect.soft(alarms).toBeLessThan(0.07 + slack)
    expect.soft(power).toBeGreaterThan(0.8 - 2 * slack)
  })
})

test('runs that hardly vary are decided at the first look, which spends less than all', () => {
  const { alarms, blocks } = tabulated('runs vary by 1 % | 1', abRates({ runSd: 0.01 }, trials, 2e6))
  expect(blocks).toBeLessThan(6.5)
  expect(Math.abs(alarms - 0.0187)).toBeLessThan(slack)
})

function tabulated(name: string, rates: AbRates): AbRates {
  const { alarms, power, dropped, blocks } = rates
  const cells = [alarms, power, dropped].map((rate) => (100 * rate).toFixed(1))
  console.log(`| ${[name, ...cells, blocks.toFixed(1)].join(' | ')} |`)
  return rates
}
