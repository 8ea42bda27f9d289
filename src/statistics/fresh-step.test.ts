import { describe, expect, it } from 'vitest'
import { golden } from './fixtures/e-divisive.ts'
import { autoregressiveNoise, iidNormal, type RunNoise, skewed } from './fixtures/run-noise.ts'
import { freshStepP } from './fresh-step.ts'
import { createRandom } from './random.ts'
import { segmentedNoise } from './segmented-noise.ts'

const leastShift = Math.log1p(0.05)

/** Of a segment whose last three values may be a new level. */
function pOf(
  segment: Float64Array,
  { older = [], least = leastShift }: { older?: readonly Float64Array[]; least?: number } = {},
): number | null {
  const at = segment.length - 3
  const noise = segmentedNoise([...older, segment.subarray(0, at)])
  return freshStepP({ segment, at, noise, leastShift: least })
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
  it.each(golden.fresh)(
    'is as the reference in numpy has it: $why, $older older and $at values before',
    ({ values, older, at, p }) => {
      const segment = Float64Array.from(values.slice(older))
      expect(segment).toHaveLength(at + 3)
      const found = pOf(segment, { older: older === 0 ? [] : [Float64Array.from(values.slice(0, older))] })
      if (p === null) expect(found).toBeNull()
      else expect(found! / p).toBeCloseTo(1, 9)
    },
  )

  it.each([
    [iidNormal, 0.02, 0.95],
    [iidNormal, 0.03, 0.6],
    [autoregressiveNoise(0.5), 0.02, 0.9],
    [autoregressiveNoise(0.5), 0.03, 0.45],
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

  it('is the same either way, and tells no p nearer to 0 than is known', () => {
    const segment = iidNormal
      .draw(createRandom(5, 31), 43)
      .map((value, i) => 0.001 * value + (i < 40 ? 0 : 1))
    expect([pOf(segment), pOf(segment.map((value) => -value))]).toEqual([0.0001, 0.0001])
  })

  it('finds a step between equal values, and none in equal ones', () => {
    const step = Float64Array.from({ length: 33 }, (_, i) => (i < 30 ? 2 : 3))
    expect([pOf(step), pOf(step.fill(2))]).toEqual([0.0001, null])
  })

  it('allows a larger p the less noise makes so large a step: asked for a small one, it says less', () => {
    const { values } = golden.fresh.find(({ p, older }) => p !== null && older === 0)!
    const segment = Float64Array.from(values)
    expect([pOf(segment) !== null, pOf(segment, { least: 1e-6 })]).toEqual([true, null])
  })

  it('says nothing of few values, unless older segments tell of their noise', () => {
    const drawn = iidNormal.draw(createRandom(2), 60).map((value) => value * 0.01)
    const segment = drawn.map((value, i) => value + (i < 57 ? 0 : 0.2)).subarray(47)
    expect([pOf(segment), pOf(segment, { older: [drawn.subarray(0, 47)] })]).toEqual([null, 0.0001])
  })
})
