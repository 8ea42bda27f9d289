import { expect, test } from 'vitest'
import { mmc } from '../../statistics/queueing/mmc.ts'
import type { BatchLaw } from './batch-law.ts'
import { slowdown } from './contention.ts'
import { meanWaitNs, runPoisson, testStation } from './fixtures/run-station.ts'

const exponential: BatchLaw = { kind: 'exponential', baseNs: 1000, perItemNs: 0, sigma: 0 }
const requests = 100_000

/** Relative difference; the seeds are fixed, so what is tolerated is the error of these very samples. */
function error(measured: number, expected: number): number {
  return Math.abs(measured / expected - 1)
}

test('batches of one and exponential work are M/M/c', () => {
  const batches = runPoisson(
    testStation({ batchSize: 1, delayNs: 0, workers: 3, law: exponential }),
    0.0018,
    requests,
  )
  const law = mmc({ arrivalsPerSecond: 0.0018, meanServiceSeconds: 1000 }, 3)
  expect(error(meanWaitNs(batches), law.waiting.meanSeconds)).toBeLessThan(0.03)
})

test('whatever waits, up to b, and exponential work: the queue behind a busy worker is geometric', () => {
  const [b, arrivals, services] = [4, 0.0022, 0.001]
  const setting = {
    batchSize: b,
    delayNs: 0,
    workers: 1,
    law: exponential,
    delayRule: 'first-arrived',
  } as const
  const batches = runPoisson(testStation(setting), arrivals, requests)
  // Balance of the states (busy, q): (λ + μ) p_q = λ p_(q−1) + μ p_(q+b), so p_q = p_0 r^q with r the root within (0, 1) of
  // μ r^(b+1) − (λ + μ) r + λ = 0; and μ p_0 = λ p_idle.
  let r = 0.5
  for (let step = 0; step < 200; step++) r = (services * r ** (b + 1) + arrivals) / (arrivals + services)
  const p0 = 1 / (services / arrivals + 1 / (1 - r))
  const waiting = (p0 * r) / (1 - r) ** 2
  expect(error(meanWaitNs(batches), waiting / arrivals)).toBeLessThan(0.03)
})

test('a pair is full when the second comes within the delay: mean fill 2 − exp(−λD)', () => {
  const law: BatchLaw = { kind: 'deterministic', baseNs: 1e-9, perItemNs: 0, sigma: 0 }
  const batches = runPoisson(testStation({ batchSize: 2, delayNs: 700, workers: 1, law }), 0.001, requests)
  expect(error(requests / batches.length, 2 - Math.exp(-0.7))).toBeLessThan(0.01)
})

test.each([1, 2, 4, 8, 16])('%i workers that are never idle serve at the rate of the USL', (workers) => {
  const contention = { sigma: 0.08, kappa: 0.01 }
  const batchSize = 4
  const sink = testStation(
    { batchSize, delayNs: 0, workers, contention, delayRule: 'first-arrived' },
    (batch) => {
      for (const job of batch.jobs) sink.station.offer(batch.endNs, { ...job, arrivedNs: batch.endNs })
    },
  )
  const { station, batches } = sink
  for (let job = 0; job < 3 * workers * batchSize; job++) station.offer(0, { items: 1, arrivedNs: 0 })
  station.advance(1e6)
  const perNs = (batches.length * batchSize) / 1e6
  const expected = (workers * batchSize) / ((100 + 10 * batchSize) * slowdown(contention, workers))
  expect(error(perNs, expected)).toBeLessThan(0.01)
})

test('with contention and exponential work, a birth-death chain of rates busy / slowdown(busy)', () => {
  const contention = { sigma: 0.2, kappa: 0.05 }
  const [arrivals, workers] = [0.0013, 3]
  const setting = { batchSize: 1, delayNs: 0, workers, law: exponential, contention }
  const batches = runPoisson(testStation(setting), arrivals, requests)
  const rate = (n: number) => Math.min(n, workers) / (1000 * slowdown(contention, Math.min(n, workers)))
  let [share, total, waiting] = [1, 1, 0]
  for (let n = 1; n < 2000; n++) {
    share *= arrivals / rate(n)
    total += share
    waiting += Math.max(0, n - workers) * share
  }
  expect(error(meanWaitNs(batches), waiting / total / arrivals)).toBeLessThan(0.04)
})

/** Jobs that come at these times. */
function offer(setting: Parameters<typeof testStation>[0], timesNs: readonly number[]) {
  const sink = testStation(setting)
  for (const atNs of timesNs) sink.station.offer(atNs, { items: 1, arrivedNs: atNs })
  sink.station.advance(Number.MAX_VALUE)
  return sink.batches.map(({ jobs, takenNs, startNs, endNs, worker }) => ({
    jobs: jobs.length,
    takenNs,
    startNs,
    endNs,
    worker,
  }))
}

test('a leftover waits for the whole delay, beside a worker that has nothing to do', () => {
  expect(offer({ batchSize: 4, delayNs: 50, workers: 2 }, [0, 1, 2, 3, 10])).toEqual([
    { worker: 0, jobs: 4, takenNs: 0, startNs: 3, endNs: 143 },
    { worker: 1, jobs: 1, takenNs: 10, startNs: 60, endNs: 170 },
  ])
})

test('the delay is in total: a second job does not start it again', () => {
  expect(offer({ batchSize: 4, delayNs: 50, workers: 1 }, [0, 40, 49, 51])[0]).toMatchObject({
    jobs: 3,
    startNs: 50,
  })
})

test('no delay makes pairs at most as TorchServe polls, and full batches as Triton does', () => {
  const setting = { batchSize: 8, delayNs: 0, workers: 1 }
  const times = [0, 1, 2, 3, 4, 5]
  expect(offer(setting, times).map(({ jobs }) => jobs)).toEqual([1, 2, 2, 1])
  expect(offer({ ...setting, delayRule: 'first-arrived' }, times).map(({ jobs }) => jobs)).toEqual([1, 5])
})

test("Triton's delay counts from the arrival, TorchServe's from when a worker takes the job", () => {
  const setting = { batchSize: 4, delayNs: 60, workers: 1 }
  const triton = offer({ ...setting, delayRule: 'first-arrived' }, [0, 100])
  const torchServe = offer(setting, [0, 100])
  expect(triton[1]).toMatchObject({ takenNs: 170, startNs: 170 })
  expect(torchServe[1]).toMatchObject({ takenNs: 170, startNs: 230 })
})

test('items count, and a job that does not fit sends the batch off', () => {
  const { station, batches } = testStation({
    batchSize: 8,
    delayNs: 1000,
    workers: 1,
    delayRule: 'first-arrived',
  })
  for (const [atNs, items] of [
    [0, 5],
    [10, 2],
    [20, 4],
  ] as const)
    station.offer(atNs, { items, arrivedNs: atNs })
  station.advance(Number.MAX_VALUE)
  expect(batches.map(({ items, startNs, endNs }) => ({ items, startNs, endNs }))).toEqual([
    { items: 7, startNs: 20, endNs: 190 },
    { items: 4, startNs: 1020, endNs: 1160 },
  ])
})

test('a full queue refuses; what a worker holds is no longer in it', () => {
  const { station } = testStation({ batchSize: 2, delayNs: 50, workers: 1, queueLimit: 2 })
  const takes = [0, 1, 2, 3, 4].map((atNs) => station.offer(atNs, { items: 1, arrivedNs: atNs }))
  expect(takes).toEqual([true, true, true, true, false])
  expect(station.waiting()).toBe(2)
  expect(station.busyWorkers()).toBe(1)
})

test('a worker that is taken away gives its jobs back, whatever it was doing', () => {
  const { station, batches } = testStation({ batchSize: 2, delayNs: 50, workers: 3 })
  for (const atNs of [0, 0, 0]) station.offer(atNs, { items: 1, arrivedNs: atNs })
  expect(station.removeWorker(1, 2)).toEqual([])
  expect(station.removeWorker(1, 1)).toHaveLength(1)
  expect(station.removeWorker(1, 0)).toHaveLength(2)
  expect(station.nextNs()).toBe(Number.POSITIVE_INFINITY)
  expect(batches).toEqual([])
})

test('the next in line assembles when the one that does is taken away', () => {
  const { station, batches } = testStation({ batchSize: 2, delayNs: 50, workers: 1 })
  station.offer(0, { items: 1, arrivedNs: 0 })
  station.addWorker(5, 1)
  station.removeWorker(10, 0)
  station.offer(20, { items: 1, arrivedNs: 20 })
  station.offer(21, { items: 1, arrivedNs: 21 })
  station.advance(1000)
  expect(batches).toMatchObject([{ worker: 1, takenNs: 20, startNs: 21 }])
})

test('a late call changes nothing', () => {
  const times = [0, 3, 90, 180, 400]
  const late = testStation({ batchSize: 2, delayNs: 50, workers: 2 })
  const timely = testStation({ batchSize: 2, delayNs: 50, workers: 2 })
  for (const atNs of times) {
    for (; timely.station.nextNs() <= atNs; ) timely.station.advance(timely.station.nextNs())
    timely.station.offer(atNs, { items: 1, arrivedNs: atNs })
    late.station.offer(atNs, { items: 1, arrivedNs: atNs })
  }
  late.station.advance(5000)
  for (; timely.station.nextNs() < Number.POSITIVE_INFINITY; ) timely.station.advance(timely.station.nextNs())
  expect(late.batches).toEqual(timely.batches)
})
