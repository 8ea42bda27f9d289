import { expect, test } from 'vitest'
import { drawExponential } from '../statistics/draw-exponential.ts'
import { pollaczekKhinchineWait } from '../statistics/queueing/pollaczek-khinchine-wait.ts'
import { createRandom } from '../statistics/random.ts'
import { replayedWaitNs } from './replayed-wait.ts'

const noWake = { n: 0, mean: Number.NaN, secondMoment: Number.NaN }
const constant = (ns: number): { n: number; mean: number; secondMoment: number } => ({
  n: 10,
  mean: ns,
  secondMoment: ns * ns,
})

/** Arrivals of a Poisson process, with so many ns between them in the mean. */
function poisson(count: number, meanGapNs: number): Float64Array {
  const random = createRandom(7)
  const times = new Float64Array(count)
  for (let i = 1; i < count; i++) times[i] = times[i - 1]! + drawExponential(random, meanGapNs)
  return times
}

test('waits behind those before, and not at all when idle', () => {
  const wait = (arrivedNs: readonly number[]): number =>
    replayedWaitNs({ arrivedNs, serviceNs: constant(10), wakeNs: noWake, seed: 1 })
  expect(wait([0, 0, 0])).toBe(10)
  expect(wait([0, 10, 20])).toBe(0)
  expect(wait([0, 4, 20])).toBe(2)
})

test('wakes up before what finds it idle, and what comes meanwhile waits for that too', () => {
  const replay = { serviceNs: constant(10), wakeNs: constant(5), seed: 1 }
  expect(replayedWaitNs({ arrivedNs: [0], ...replay })).toBe(5)
  expect(replayedWaitNs({ arrivedNs: [0, 100], ...replay })).toBe(5)
  expect(replayedWaitNs({ arrivedNs: [0, 1], ...replay })).toBe((5 + 14) / 2)
})

test.each([
  ['constant', 1],
  ['exponential', 2],
])('of Poisson arrivals and %s service it is what Pollaczek-Khinchine says', (_, ratio) => {
  const serviceNs = { n: 10, mean: 6000, secondMoment: ratio * 6000 ** 2 }
  const waitNs = replayedWaitNs({ arrivedNs: poisson(400_000, 10_000), serviceNs, wakeNs: noWake, seed: 3 })
  const predicted = pollaczekKhinchineWait({
    arrivalsPerSecond: 1e5,
    meanServiceSeconds: 6e-6,
    secondMomentSeconds2: serviceNs.secondMoment / 1e18,
  })
  expect(waitNs / 1e9 / predicted).toBeGreaterThan(0.96)
  expect(waitNs / 1e9 / predicted).toBeLessThan(1.04)
})

test('without arrivals or without a service time it is unknown', () => {
  expect(replayedWaitNs({ arrivedNs: [], serviceNs: constant(1), wakeNs: noWake, seed: 1 })).toBeNaN()
  expect(replayedWaitNs({ arrivedNs: [0, 1], serviceNs: noWake, wakeNs: noWake, seed: 1 })).toBeNaN()
})
