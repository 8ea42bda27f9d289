import { describe, expect, it } from 'vitest'
import { golden } from './fixtures/e-divisive.ts'
import { autoregressiveNoise, iidNormal } from './fixtures/run-noise.ts'
import { createRandom } from './random.ts'
import { segmentedNoise } from './segmented-noise.ts'

describe('segmentedNoise', () => {
  it.each(golden.series)('is as numpy has it: $name', ({ values, at, rho, innovation_ss }) => {
    const x = Float64Array.from(values)
    const noise = segmentedNoise([x.subarray(0, at), x.subarray(at)])
    expect(noise.rho).toBeCloseTo(rho, 10)
    expect(noise.innovations.reduce((sum, each) => sum + each ** 2, 0) / innovation_ss).toBeCloseTo(1, 9)
  })

  it.each([
    [iidNormal, 0, 0.13],
    [autoregressiveNoise(0.5), 0.5, 0.62],
  ])('takes the upper end of an autocorrelation: %o', (noise, least, most) => {
    const rhos = Array.from({ length: 200 }, (_, seed) => {
      const values = noise.draw(createRandom(seed), 100)
      return segmentedNoise([values.subarray(0, 40), values.subarray(40)]).rho
    })
    const mean = rhos.reduce((sum, rho) => sum + rho, 0) / rhos.length
    expect([mean, mean > least && mean < most]).toEqual([mean, true])
    // One standard error above is short of the truth in about one in six.
    const short = rhos.filter((rho) => rho < least).length / rhos.length
    expect([short, short < 0.25]).toEqual([short, true])
  })

  it('takes each segment at its own mean: a step between them is no noise', () => {
    const values = iidNormal.draw(createRandom(1), 60)
    const stepped = values.map((value, i) => value + (i < 30 ? 0 : 1000))
    const noise = segmentedNoise([values.subarray(0, 30), values.subarray(30)])
    const same = segmentedNoise([stepped.subarray(0, 30), stepped.subarray(30)])
    expect(same.rho).toBeCloseTo(noise.rho, 8)
    expect(same.innovationVariance).toBeCloseTo(noise.innovationVariance, 8)
    expect(noise.innovations).toHaveLength(58)
    expect(noise.innovations.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 10)
  })

  it('has none where values are equal, but for rounding', () => {
    const equal = Float64Array.from({ length: 7 }, () => Math.log(0.1))
    expect(segmentedNoise([equal, equal.subarray(0, 3)])).toEqual({
      rho: 0,
      innovations: new Float64Array(8),
      innovationVariance: 0,
      degrees: 8,
    })
    expect(segmentedNoise([]).innovations).toHaveLength(0)
    expect(segmentedNoise([Float64Array.of(5)]).innovationVariance).toBe(0)
  })
})
