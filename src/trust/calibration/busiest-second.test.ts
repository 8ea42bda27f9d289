import { expect, test } from 'vitest'
import type { WorkerSeries } from '../evidence.ts'
import { busiestSecond } from './busiest-second.ts'

/** A worker that reports these cumulative counts at these seconds. */
function series(atSeconds: readonly number[], ended: readonly number[]): WorkerSeries {
  return {
    atNs: Float64Array.from(atSeconds, (at) => at * 1e9),
    ended: Float64Array.from(ended),
  } as Partial<WorkerSeries> as WorkerSeries
}

const busiest = (...workers: readonly WorkerSeries[]): number | null =>
  busiestSecond(workers, ({ ended }) => ended)

test('of a steady count it is the rate', () => {
  expect(busiest(series([0.5, 1, 1.5, 2, 3], [5, 10, 15, 20, 30]))).toBeCloseTo(10)
})

test('a burst counts whole, wherever it falls between whole seconds', () => {
  expect(busiest(series([0.7, 1.2, 1.7, 4], [0, 40, 50, 50]))).toBeCloseTo(50)
})

test('a second may begin between two reports', () => {
  // 8/s up to 1.5 s, 40/s for half a second, nothing after: best is 1 s to 2 s.
  expect(busiest(series([1.5, 2, 5], [12, 32, 32]))).toBeCloseTo(24)
})

test('workers’ bursts add up only where they are at the same time', () => {
  const early = series([0, 1, 2, 3], [0, 100, 100, 100])
  const late = series([0, 1, 2, 3], [0, 0, 100, 100])
  expect(busiest(early, early)).toBeCloseTo(200)
  expect(busiest(early, late)).toBeCloseTo(100)
})

test('a run of less than a second is taken at its rate', () => {
  expect(busiest(series([0.25, 0.5], [10, 20]))).toBeCloseTo(40)
})

test('nothing to go by is null: no workers, no reports, or one worker that doesn’t say', () => {
  expect(busiest()).toBeNull()
  expect(busiest(series([], []))).toBeNull()
  expect(busiest(series([1], [5]), series([1], [Number.NaN]))).toBeNull()
})
