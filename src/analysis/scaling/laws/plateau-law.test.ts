import { expect, test } from 'vitest'
import { createRandom } from '../../../statistics/random.ts'
import { type LogSample, sumOfSquares } from './law.ts'
import { plateauLaw } from './plateau-law.ts'

const loads = Float64Array.of(1, 2, 4, 8, 16, 32)

function sampleOf(throughput: (load: number, at: number) => number, weights = loads.map(() => 1)): LogSample {
  return { loads, logs: loads.map((load, at) => Math.log(throughput(load, at))), weights }
}

test.each([3, 4, 5.5, 8, 20])('a corner at %d is found exactly', (corner) => {
  const fitted = plateauLaw.fit(
    sampleOf((load) => 9 * Math.min(load, corner)),
    null,
  )!
  expect(plateauLaw.summitOf(fitted)).toEqual({
    load: expect.closeTo(corner, 9),
    throughput: expect.closeTo(9 * corner, 8),
  })
  expect(plateauLaw.throughputAt(fitted, 1.5)).toBeCloseTo(13.5, 9)
})

test('no corner of a fine grid does better', () => {
  for (let seed = 0; seed < 30; seed += 1) {
    const random = createRandom(seed)
    const sample = sampleOf(
      (load) => Math.min(load, 7) * (0.5 + random.uniform()),
      loads.map(() => 0.2 + random.uniform()),
    )
    const ours = sumOfSquares(plateauLaw, plateauLaw.fit(sample, null)!, sample)
    for (let corner = 0; corner <= Math.log(32); corner += 0.01) {
      const total = sample.weights.reduce((sum, weight) => sum + weight, 0)
      const slope =
        loads.reduce(
          (sum, load, i) => sum + sample.weights[i]! * (sample.logs[i]! - Math.min(Math.log(load), corner)),
          0,
        ) / total
      expect(sumOfSquares(plateauLaw, Float64Array.of(slope, corner), sample)).toBeGreaterThan(ours - 1e-9)
    }
  }
})

test('growth to the end puts the corner there', () => {
  expect(
    plateauLaw.summitOf(
      plateauLaw.fit(
        sampleOf((load) => load),
        null,
      )!,
    ).load,
  ).toBeCloseTo(32, 9)
})
