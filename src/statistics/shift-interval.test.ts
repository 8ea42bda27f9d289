import { describe, expect, it } from 'vitest'
import { golden } from './fixtures/e-divisive.ts'
import { autoregressiveNoise, heavyTails, iidNormal } from './fixtures/run-noise.ts'
import { predictionInterval } from './prediction-interval.ts'
import { createRandom } from './random.ts'
import { shiftInterval } from './shift-interval.ts'

const { t, prediction } = golden

describe('shiftInterval', () => {
  it('holds the pooled t interval of scipy, and is as wide where nothing persists', () => {
    const { shift, ci95 } = shiftInterval(Float64Array.from(t.before), Float64Array.from(t.after))
    expect(shift).toBeCloseTo((t.ci95[0] + t.ci95[1]) / 2, 12)
    const ratio = (ci95![1] - ci95![0]) / (t.ci95[1] - t.ci95[0])
    expect([ratio, ratio > 0.8 && ratio < 1.6]).toEqual([ratio, true])
  })

  it.each([
    [iidNormal, 40, 3],
    [iidNormal, 20, 20],
    [autoregressiveNoise(0.5), 40, 10],
    [autoregressiveNoise(0.5), 40, 40],
    [heavyTails, 40, 10],
  ])('covers the shift: %o, %d and %d values', (noise, before, after) => {
    const covered = Array.from({ length: 400 }, (_, seed) => {
      const values = noise.draw(createRandom(seed, 11), before + after)
      const [low, high] = shiftInterval(values.subarray(0, before), values.subarray(before)).ci95!
      return low <= 0 && high >= 0
    }).filter(Boolean).length
    expect([covered / 400, covered / 400 >= 0.91]).toEqual([covered / 400, true])
  })

  it('has no interval of too few values, and one of no width of equal ones', () => {
    expect(shiftInterval(Float64Array.of(1), Float64Array.of(2))).toEqual({ shift: 1, ci95: null })
    expect(shiftInterval(new Float64Array(3), Float64Array.of(2)).ci95).toEqual([2, 2])
    expect(shiftInterval(new Float64Array(0), Float64Array.of(2)).ci95).toBeNull()
  })
})

describe('predictionInterval', () => {
  it('is as scipy has it', () => {
    const { values, confidence, interval } = prediction
    const [low, high] = predictionInterval(Float64Array.from(values), confidence)
    expect(low).toBeCloseTo(interval[0], 9)
    expect(high).toBeCloseTo(interval[1], 9)
  })

  it('takes two values', () => {
    expect(() => predictionInterval(Float64Array.of(1), 0.99)).toThrow(RangeError)
  })
})
