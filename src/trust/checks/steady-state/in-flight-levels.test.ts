import { expect, it } from 'vitest'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { inFlightLevels, sendingWindow } from './in-flight-levels.ts'

it('agrees with the summary’s mean', () => {
  const evidence = virtualRun()
  const { start_ns, end_ns } = evidence.measured.window
  const levels = inFlightLevels(evidence, start_ns, end_ns, 50_001)
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length
  expect(mean).toBeCloseTo(evidence.measured.load.in_flight_mean, 1)
})

it('has no drain in its window', () => {
  const { startNs, endNs } = sendingWindow(virtualRun())
  expect(startNs).toBe(5e9)
  expect(endNs).toBeGreaterThan(64e9)
  expect(endNs).toBeLessThanOrEqual(65e9)
})
