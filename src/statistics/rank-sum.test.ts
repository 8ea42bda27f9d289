import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rankSum } from './rank-sum.ts'

const vector: { readonly x: number[]; readonly y: number[]; readonly p: number } = JSON.parse(
  readFileSync(new URL('fixtures/steady-state-vectors.json', import.meta.url), 'utf8'),
).rankSum

/** Of the normal distribution, by Simpson's rule: good enough for a test. */
function upperTail(z: number): number {
  const steps = 2000
  const width = (10 - z) / steps
  let sum = 0
  for (let i = 0; i <= steps; i++) {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2
    sum += weight * Math.exp(-((z + i * width) ** 2) / 2)
  }
  return (sum * width) / 3 / Math.sqrt(2 * Math.PI)
}

describe('rankSum', () => {
  it('agrees with scipy, ties and all', () => {
    expect(2 * upperTail(Math.abs(rankSum(vector.x, vector.y)))).toBeCloseTo(vector.p, 9)
  })

  it('is above 0 when x is the larger, and changes sign with the order', () => {
    expect(rankSum([5, 6, 7], [1, 2, 3])).toBeCloseTo(4.5 / Math.sqrt(5.25), 12)
    expect(rankSum([1, 2, 3], [5, 6, 7])).toBeCloseTo(-4.5 / Math.sqrt(5.25), 12)
  })

  it('is NaN without values or variation', () => {
    expect(rankSum([], [1, 2])).toBeNaN()
    expect(rankSum([1, 1], [1, 1])).toBeNaN()
  })
})
