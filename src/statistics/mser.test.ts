import { readFileSync } from 'node:fs'
import { describe, expect, it, test } from 'vitest'
import { mser5 } from './mser.ts'

interface Vector {
  readonly values: readonly number[]
  readonly result: readonly [drop: number, statistic: number]
}
const vectors: readonly Vector[] = JSON.parse(
  readFileSync(new URL('fixtures/steady-state-vectors.json', import.meta.url), 'utf8'),
).mser

describe('mser5', () => {
  test.each(vectors.map((vector, number) => [number, vector] as const))(
    'agrees with numpy on series %i',
    (_, { values, result }) => {
      const { drop, statistic } = mser5(values)
      expect(drop).toBe(result[0])
      expect(statistic).toBeCloseTo(result[1], 10)
    },
  )

  it('drops a plateau at the start, to the batch (by hand)', () => {
    // Batches of five: 9, 9, then seven of 1, 2, 1, 2 … Leaving out both nines leaves the least spread a batch.
    const batches = [9, 9, 1, 2, 1, 2, 1, 2, 1]
    expect(mser5(batches.flatMap((value) => Array(5).fill(value)))).toEqual({
      drop: 10,
      statistic: expect.closeTo(12 / 7 / 49, 12),
    })
  })

  it('drops nothing of a constant series, and leaves out the incomplete batch', () => {
    expect(mser5(Array(40).fill(3))).toEqual({ drop: 0, statistic: 0 })
    expect(mser5([...Array(40).fill(3), 1000, 1000])).toEqual({ drop: 0, statistic: 0 })
  })

  it('has nothing to say of fewer values than a batch', () => {
    expect(mser5([1, 2])).toEqual({ drop: 0, statistic: Number.NaN })
  })
})
