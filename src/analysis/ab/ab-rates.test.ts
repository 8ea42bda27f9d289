import { expect, test } from 'vitest'
import { abRates } from './fixtures/ab-rates.ts'

/** Simulated with fixed seeds; test/statistics/ab.sim.ts has more laws and many more trials. */
test('whole experiments of a drifting server, whose first block is slow, raise some 5 % alarms and show what they say', () => {
  const trials = 400
  const law = { runSd: 0.03, blockSd: 0.02, drift: 0.005, firstShift: 0.3 }
  const { alarms, power, dropped } = abRates(law, trials, 7e6)
  const slack = (share: number): number => 2 * Math.sqrt((share * (1 - share)) / trials)
  expect(alarms).toBeGreaterThan(0.025 - slack(0.025))
  expect(alarms).toBeLessThan(0.07 + slack(0.07))
  expect(power).toBeGreaterThan(0.8 - slack(0.8))
  expect(dropped).toBeGreaterThan(0.9)
})
