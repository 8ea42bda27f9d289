import { expect, test } from 'vitest'
import { drawExponential } from '../../statistics/draw-exponential.ts'
import { createRandom } from '../../statistics/random.ts'
import { aClientQueue } from '../fixtures/comparison.ts'
import { replayedWaitNs } from '../replayed-wait.ts'
import { predictWaits } from './queue-prediction.ts'

const service = { n: 1000, mean: 30_000, secondMoment: 30_000 ** 2 }
const noWake = { n: 0, mean: Number.NaN, secondMoment: Number.NaN }
const single = { n: 1000, mean: 1, secondMoment: 1 }

test('of single arrivals the batch models are the single ones: M/D/1 at half its capacity waits half a service', () => {
  const rate = 0.5 / 30e-6
  const predicted = predictWaits(
    aClientQueue({ eventsPerSecondPerWorker: rate, serviceNs: service, wakeNs: noWake, batchEvents: single }),
  )
  expect(predicted.utilisation).toBeCloseTo(0.5, 10)
  expect(predicted.pollaczekKhinchineNs).toBeCloseTo(15_000, 6)
  expect(predicted.batchArrivalNs).toBeCloseTo(15_000, 6)
  expect(predicted.periodicBatchNs).toBe(0)
})

test('in a batch of x at even times an event waits for half of the others', () => {
  const predicted = predictWaits(
    aClientQueue({
      eventsPerSecondPerWorker: 20_000,
      serviceNs: service,
      wakeNs: noWake,
      batchEvents: { n: 100, mean: 401, secondMoment: 401 ** 2 },
    }),
  )
  expect(predicted.periodicBatchNs).toBeCloseTo(200 * 30_000, 3)
  expect(predicted.batchArrivalNs).toBeGreaterThan(predicted.periodicBatchNs)
  expect(predicted.pollaczekKhinchineNs).toBeLessThan(predicted.periodicBatchNs / 50)
})

test('an idle process that has to wake up is the decomposition of M/G/1 with set-up times, as a replay shows', () => {
  const wakeNs = { n: 1000, mean: 20_000, secondMoment: 2 * 20_000 ** 2 }
  const random = createRandom(5)
  const arrivedNs = new Float64Array(400_000)
  for (let i = 1; i < arrivedNs.length; i++)
    arrivedNs[i] = arrivedNs[i - 1]! + drawExponential(random, 60_000)
  const replayedNs = replayedWaitNs({ arrivedNs, serviceNs: service, wakeNs, seed: 11 })
  const queue = aClientQueue({
    eventsPerSecondPerWorker: 1e9 / 60_000,
    serviceNs: service,
    wakeNs,
    batchEvents: single,
  })
  const { pollaczekKhinchineNs, batchArrivalNs } = predictWaits(queue)
  expect(replayedNs / pollaczekKhinchineNs).toBeGreaterThan(0.97)
  expect(replayedNs / pollaczekKhinchineNs).toBeLessThan(1.03)
  expect(batchArrivalNs).toBeCloseTo(pollaczekKhinchineNs, 6)
  expect(predictWaits(aClientQueue({ ...queue, wakeNs: noWake })).pollaczekKhinchineNs).toBeLessThan(
    0.6 * pollaczekKhinchineNs,
  )
})

test('at and beyond its capacity a queue has no wait to predict', () => {
  const queue = aClientQueue({ eventsPerSecondPerWorker: 34_000, serviceNs: service, batchEvents: single })
  expect(predictWaits(queue).pollaczekKhinchineNs).toBe(Number.POSITIVE_INFINITY)
  expect(predictWaits(queue).batchArrivalNs).toBe(Number.POSITIVE_INFINITY)
})

test('without a service time nothing is predicted', () => {
  const unknown = { n: 0, mean: Number.NaN, secondMoment: Number.NaN }
  expect(predictWaits(aClientQueue({ serviceNs: unknown })).pollaczekKhinchineNs).toBeNaN()
})
