import { describe, expect, it } from 'vitest'
import { autoregressiveNoise, iidNormal, type RunNoise, skewed } from './fixtures/run-noise.ts'
import { freshStepP } from './fresh-step.ts'
import { createRandom } from './random.ts'
import { segmentedNoise } from './segmented-noise.ts'

const leastShift = Math.log1p(0.05)

function pOf(segment: Float64Array, older: readonly Float64Array[] = []): number | null {
  const at = segment.length - 3
  const noise = segmentedNoise([...older, segment.subarray(0, at), segment.subarray(at)])
  return freshStepP({ segment, at, noise, leastShift }, createRandom(1))
}

/** Share of segments of 40 values and 3 more, which lie so much higher, in which those are a step. */
function found(noise: RunNoise, sd: number, step: number): number {
  const seeds = Array.from({ length: 100 }, (_, seed) => seed)
  return (
    seeds.filter((seed) => {
      const drawn = noise.draw(createRandom(seed, 31), 43)
      return pOf(drawn.map((value, i) => value * sd + (i < 40 ? 0 : step))) !== null
    }).length / seeds.length
  )
}

describe('freshStepP', () => {
  it.each([
    [iidNormal, 0.02, 0.9],
    [iidNormal, 0.03, 0.6],
    [autoregressiveNoise(0.5), 0.02, 0.6],
  ])('sees a step of 10 % of three values: %o, sd %d', (noise, sd, least) => {
    const share = found(noise, sd, Math.log1p(0.1))
    expect([share, share >= least]).toEqual([share, true])
  })

  it.each([
    [iidNormal, 0.02],
    [skewed, 0.02],
    [skewed, 0.05],
    [autoregressiveNoise(0.5), 0.05],
  ])('sees hardly any where there is none: %o, sd %d', (noise, sd) => {
    const share = found(noise, sd, 0)
    expect([share, share <= 0.02]).toEqual([share, true])
  })

  it('has a p of all ways to choose three where noise has no memory', () => {
    const segment = Float64Array.from({ length: 33 }, (_, i) => (i < 30 ? 0 : 1))
    // 32 innovations, of which three are the largest: one way in 4960.
    expect(pOf(segment)).toBeLessThan(0.0012)
    expect(pOf(segment.map((value) => -value))).toBe(pOf(segment))
  })

  it('allows a larger p the less noise makes so large a step: asked for a small one, it says less', () => {
    const drawn = iidNormal.draw(createRandom(5, 31), 43)
    const segment = drawn.map((value, i) => value * 0.03 + (i < 40 ? 0 : 0.1))
    const noise = segmentedNoise([segment.subarray(0, 40), segment.subarray(40)])
    const ps = [0.05, 1e-6].map((least) => {
      return freshStepP({ segment, at: 40, noise, leastShift: least }, createRandom(1))
    })
    expect(ps.map((p) => p !== null)).toEqual([true, false])
  })

  it('says nothing of few values, unless older segments tell of their noise', () => {
    const drawn = iidNormal.draw(createRandom(2), 60).map((value) => value * 0.01)
    const segment = drawn.map((value, i) => value + (i < 57 ? 0 : 0.2)).subarray(47)
    expect(pOf(segment)).toBeNull()
    expect(pOf(segment, [drawn.subarray(0, 47)])).toBeLessThan(0.0025)
  })
})
