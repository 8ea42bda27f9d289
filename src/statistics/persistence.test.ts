import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrastVariance, persistence } from './persistence.ts'

const vectors: readonly {
  readonly weights: readonly number[]
  readonly upper: number
  readonly variance: number
}[] = JSON.parse(
  readFileSync(new URL('fixtures/steady-state-vectors.json', import.meta.url), 'utf8'),
).contrast

describe('contrastVariance', () => {
  it.each(vectors)('is w′Vw with phi $upper', ({ weights, upper, variance }) => {
    const of = { phi: 0, upper, innovationVariance: 2.5 }
    expect(contrastVariance(Float64Array.from(weights), of)).toBeCloseTo(variance, 8)
  })

  it('grows with what may persist, up to the random walk, without a jump', () => {
    const weights = Float64Array.from({ length: 30 }, (_, i) => i - 14.5)
    const at = (upper: number): number => contrastVariance(weights, { phi: 0, upper, innovationVariance: 1 })
    const variances = [0, 0.3, 0.6, 0.9, 0.99, 0.9998, 1].map(at)
    expect(variances).toEqual([...variances].sort((a, b) => a - b))
    expect(at(0.99989) / at(1)).toBeGreaterThan(0.99)
  })
})

describe('persistence', () => {
  it('finds alternation to be none, and a walk to be perhaps all', () => {
    const alternating = Float64Array.from({ length: 100 }, (_, i) => (-1) ** i)
    expect(persistence(alternating, 1)).toMatchObject({ phi: -0.99, upper: 0 })
    const slow = Float64Array.from({ length: 100 }, (_, i) => Math.sin(i / 16))
    expect(persistence(slow, 1)).toMatchObject({ phi: expect.closeTo(0.99, 1), upper: 1 })
  })

  it('takes residuals that are all nothing for noise of no size', () => {
    expect(persistence(new Float64Array(20), 1)).toMatchObject({ phi: 0, innovationVariance: 0 })
  })
})
