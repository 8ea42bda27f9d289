import { expect, test } from 'vitest'
import { createRandom } from '../random.ts'
import { simulatedWait } from './fixtures/simulated-wait.ts'
import { periodicBatchWait } from './periodic-batch-wait.ts'

test('64 streams in step wait for 31.5 others in the mean', () => {
  const wait = periodicBatchWait({ meanBatch: 64, secondMomentBatch: 4096, meanServiceSeconds: 20e-6 })
  expect(wait).toBeCloseTo(31.5 * 20e-6, 15)
})

test('is the wait of a simulated queue whose batches clear before the next, whatever the variance of service', () => {
  const random = createRandom(33)
  let left = 0
  const gap = (): number => {
    left -= 1
    if (left >= 1) return 0
    left = 1 + random.integer(9)
    return 1
  }
  left = 1 + random.integer(9)
  const measured = simulatedWait(gap, () => 0.1 * random.uniform(), 2e6)
  const expected = periodicBatchWait({ meanBatch: 5, secondMomentBatch: 285 / 9, meanServiceSeconds: 0.05 })
  expect(measured.standardError).toBeLessThan(0.005 * expected)
  expect(Math.abs(measured.mean - expected)).toBeLessThan(3.5 * measured.standardError)
})

test('one at a time nobody waits', () => {
  expect(periodicBatchWait({ meanBatch: 1, secondMomentBatch: 1, meanServiceSeconds: 1 })).toBe(0)
})
