import { describe, expect, test } from 'vitest'
import { moments } from '../../statistics/moments.ts'
import { createRandom } from '../../statistics/random.ts'
import { studentTQuantile } from '../../statistics/student-t-quantile.ts'
import { drawReplicate, sweepSample } from './sweep-sample.ts'

const loads = Float64Array.of(1, 2, 4)
const logs = [
  Float64Array.of(0.98, 1, 1.02),
  Float64Array.of(1.97, 2.01, 2.02),
  Float64Array.of(2.99, 3.02, 2.99),
]

test('means, and weights that are the runs where all points repeat equally well', () => {
  const { sample, noise } = sweepSample(loads, logs)
  expect([...sample.logs]).toEqual([1, 2, 3].map((mean) => expect.closeTo(mean, 12)))
  expect([...sample.weights]).toEqual([3, 3, 3].map((weight) => expect.closeTo(weight, 12)))
  expect(sample.within).toBeCloseTo(
    logs.reduce((sum, own) => sum + 2 * moments(own).sd ** 2, 0),
    12,
  )
  expect(noise.degrees).toBe(6)
})

describe('replicates', () => {
  const { sample, noise } = sweepSample(loads, logs)
  const drawn = Array.from({ length: 4000 }, (_, i) => drawReplicate(sample, noise, createRandom(1, i)))

  test('spread as Student’s interval does, not as the runs of one point', () => {
    const { mean, sd } = moments(drawn.map((replicate) => replicate.logs[1]!))
    expect(mean).toBeCloseTo(2, 3)
    const pooled = Math.sqrt(sample.within / 6)
    const wanted = ((pooled / Math.sqrt(3)) * studentTQuantile(0.975, 6)) / 1.96
    expect(sd / wanted).toBeCloseTo(1, 1)
  })

  test('have runs that differ as those of the sweep do', () => {
    const raised = (studentTQuantile(0.975, 6) / 1.96) ** 2
    expect(moments(drawn.map(({ within }) => within)).mean / (sample.within * raised)).toBeCloseTo(1, 1)
  })

  test('are the same for the same seed', () => {
    expect(drawReplicate(sample, noise, createRandom(1, 7)).logs).toEqual(drawn[7]!.logs)
  })
})

test('what runs differ by is as large from a mean of two as from one of four', () => {
  const { noise } = sweepSample(Float64Array.of(1, 2), [Float64Array.of(0, 1), Float64Array.of(0, 1, 0, 1)])
  const [ofTwo, , ofFour] = noise.residuals
  expect(ofTwo! / ofFour!).toBeCloseTo(Math.sqrt(2 / 1) / Math.sqrt(4 / 3), 10)
})

test('a point that repeats badly counts for less', () => {
  const noisy = Array.from({ length: 8 }, (_, i) => {
    const size = i < 4 ? 0.004 : 0.1
    return Float64Array.from({ length: 5 }, (_, run) => size * [-1, 0.4, 0.1, -0.3, 0.8][run]! * (1 + i / 20))
  })
  const { sample } = sweepSample(
    Float64Array.from({ length: 8 }, (_, i) => i + 1),
    noisy,
  )
  expect(sample.weights[0]! / sample.weights[7]!).toBeGreaterThan(20)
})

test('without repeats every point counts the same, and nothing is known of the noise', () => {
  const { sample, noise } = sweepSample(
    loads,
    [1, 2, 3].map((log) => Float64Array.of(log)),
  )
  expect([...sample.weights]).toEqual([1, 1, 1])
  expect(sample.within).toBe(0)
  expect(noise.degrees).toBe(0)
})

test('runs that agree to the last digit leave finite weights', () => {
  const { sample } = sweepSample(
    loads,
    [1, 2, 3].map((log) => Float64Array.of(log, log)),
  )
  expect([...sample.weights]).toEqual([2, 2, 2].map((weight) => expect.closeTo(weight, 9)))
})
