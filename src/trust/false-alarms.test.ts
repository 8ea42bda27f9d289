import { expect, it } from 'vitest'
import { countFalseAlarms } from './fixtures/false-alarms.ts'

// The whole proof, with thousands of runs, is false-alarms.sim.ts (npm run test:statistics).
it('calls next to no perfect run anything but VALID', { timeout: 120_000 }, () => {
  const { runs, alarms } = countFalseAlarms(8, 1)
  expect(runs).toBeGreaterThan(100)
  expect(alarms.length, alarms.join('\n')).toBeLessThanOrEqual(1)
})
