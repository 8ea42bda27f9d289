import { expect, test } from 'vitest'
import { TareError } from '../errors.ts'
import { createEngine } from './engine.ts'
import { presetNamed, presets } from './presets.ts'

test('an unknown preset is refused with the list of those there are', () => {
  expect(() => presetNamed('gpt')).toThrow(TareError)
  expect(() => presetNamed('toString')).toThrow(TareError)
  try {
    presetNamed('gpt')
  } catch (error) {
    expect((error as TareError).hint).toContain('llama-3.1-8b')
  }
})

test('every preset generates', () => {
  for (const { engine: config } of Object.values(presets)) {
    const engine = createEngine(config)
    const sequence = engine.add({ promptTokens: 100, outputTokens: 3, blockKey: (block) => block }, 0)
    for (let step = 0; step < 10 && engine.hasWork(); step++)
      expect(engine.step(0).durationNs).toBeGreaterThan(0)
    expect(sequence.state).toBe('finished')
  }
})

/** Step of a batch of `concurrency` that decodes at a context of 300 tokens, in ms. */
function decodeStepMs(preset: string, concurrency: number): number {
  const { cost } = presetNamed(preset).engine
  return (cost.baseNs + concurrency * (cost.perSequenceNs + 300 * cost.perContextTokenNs)) / 1e6
}

test("the fitted presets stay within a tenth of the published inter-token latencies they're fitted to", () => {
  const published = {
    'llama-3.1-8b': [
      [1, 4.63],
      [25, 5.19],
      [50, 5.91],
      [100, 7.57],
    ],
    'llama-3.1-70b': [
      [1, 13.2],
      [25, 15.31],
      [50, 17.42],
      [100, 23.28],
      [200, 31.22],
    ],
  } as const
  for (const [preset, points] of Object.entries(published)) {
    for (const [concurrency, itlMs] of points) {
      expect(Math.abs(decodeStepMs(preset, concurrency) / itlMs - 1)).toBeLessThan(0.1)
    }
  }
})
