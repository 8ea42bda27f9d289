import { expect, test } from 'vitest'
import { type BatchLaw, batchNs } from './batch-law.ts'

const draws = 20_000
const items = 4

for (const [kind, deviation] of [
  ['deterministic', 0],
  ['exponential', 1],
  // Of a lognormal: sqrt(exp(sigma²) − 1) means.
  ['lognormal', Math.sqrt(Math.exp(0.25) - 1)],
] as const) {
  test(`${kind}: mean base + perItem · n, and its own deviation about it`, () => {
    const law: BatchLaw = { kind, baseNs: 5e6, perItemNs: 1e6, sigma: 0.5 }
    const times = Array.from({ length: draws }, (_, batch) => batchNs(law, 7, batch, items) / 9e6)
    const mean = times.reduce((sum, time) => sum + time, 0) / draws
    const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / draws
    expect(Math.abs(mean - 1)).toBeLessThan(0.03)
    expect(Math.abs(Math.sqrt(variance) - deviation)).toBeLessThan(0.05)
  })
}

test('is a function of seed and batch', () => {
  const law: BatchLaw = { kind: 'exponential', baseNs: 5e6, perItemNs: 1e6, sigma: 0 }
  expect(batchNs(law, 1, 3, 2)).toBe(batchNs(law, 1, 3, 2))
  expect(batchNs(law, 1, 3, 2)).not.toBe(batchNs(law, 2, 3, 2))
  expect(batchNs(law, 1, 3, 2)).not.toBe(batchNs(law, 1, 4, 2))
})
