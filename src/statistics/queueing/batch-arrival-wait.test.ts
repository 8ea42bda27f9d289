import { describe, expect, test } from 'vitest'
import { drawExponential } from '../draw-exponential.ts'
import { createRandom } from '../random.ts'
import { batchArrivalWait } from './batch-arrival-wait.ts'
import { simulatedWait } from './fixtures/simulated-wait.ts'

/** Gaps between customers that come `batch()` at a time: none within a batch. */
function batchGaps(gapOfBatches: () => number, batch: () => number): () => number {
  let left = batch()
  return () => {
    left -= 1
    if (left > 0) return 0
    left = batch()
    return gapOfBatches()
  }
}

describe('against a simulated queue', () => {
  const random = createRandom(32)
  const batches = {
    '16 each': { draw: () => 16, mean: 16, second: 256 },
    '1 to 9': { draw: () => 1 + random.integer(9), mean: 5, second: 285 / 9 },
    'one or forty': { draw: () => (random.uniform() < 0.9 ? 1 : 40), mean: 4.9, second: 160.9 },
  }
  const services = {
    constant: { draw: () => 0.001, second: 1e-6 },
    exponential: { draw: () => drawExponential(random, 0.001), second: 2e-6 },
  }
  const cases = Object.entries(batches).flatMap(([batchName, batch]) =>
    Object.entries(services).map(([serviceName, service]) => ({ batchName, batch, serviceName, service })),
  )
  test.each(cases)('batches of $batchName, $serviceName service', ({ batch, service }) => {
    const batchesPerSecond = 700 / batch.mean
    const gaps = batchGaps(() => drawExponential(random, 1 / batchesPerSecond), batch.draw)
    const measured = simulatedWait(gaps, service.draw, 3e6)
    const expected = batchArrivalWait({
      batchesPerSecond,
      meanBatch: batch.mean,
      secondMomentBatch: batch.second,
      meanServiceSeconds: 0.001,
      secondMomentServiceSeconds2: service.second,
    })
    expect(measured.standardError).toBeLessThan(0.03 * expected)
    expect(Math.abs(measured.mean - expected)).toBeLessThan(3.5 * measured.standardError)
  })
})

test('at ρ ≥ 1 there is no end to the wait', () => {
  const queue = {
    meanBatch: 10,
    secondMomentBatch: 100,
    meanServiceSeconds: 1e-3,
    secondMomentServiceSeconds2: 1e-6,
  }
  expect(batchArrivalWait({ ...queue, batchesPerSecond: 99 })).toBeLessThan(1)
  expect(batchArrivalWait({ ...queue, batchesPerSecond: 100 })).toBe(Number.POSITIVE_INFINITY)
  expect(batchArrivalWait({ ...queue, batchesPerSecond: Number.NaN })).toBeNaN()
})
