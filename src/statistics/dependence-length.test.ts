import { describe, expect, test } from 'vitest'
import { dependenceLength } from './dependence-length.ts'
import { drawNormal } from './draw-normal.ts'
import { autoregressive, exponential, mm1 } from './fixtures/laws.ts'
import { createRandom } from './random.ts'

describe('dependenceLength', () => {
  test('is 1 of independent values, nearly always', () => {
    const lengths = Array.from({ length: 200 }, (_, run) =>
      dependenceLength(exponential.draw(createRandom(1, run), 400), 50),
    )
    expect(lengths.filter((length) => length === 1).length).toBeGreaterThan(165)
    expect(Math.max(...lengths)).toBeLessThan(2.5)
  })

  test('is (1 + φ) / (1 − φ) of an autoregressive sequence', () => {
    for (const phi of [0.5, 0.9]) {
      const length = dependenceLength(autoregressive(phi).draw(createRandom(2), 20_000), 50)
      expect(length / ((1 + phi) / (1 - phi))).toBeGreaterThan(0.9)
      expect(length / ((1 + phi) / (1 - phi))).toBeLessThan(1.6)
    }
  })

  test('sees a slow part under noise, which neighbours alone hide', () => {
    const random = createRandom(3)
    const slow = autoregressive(0.99).draw(random, 20_000)
    const noisy = slow.map((value) => value + drawNormal(random, 0, 2))
    expect(dependenceLength(noisy, 20_000)).toBeLessThan(2)
    expect(dependenceLength(noisy, 50)).toBeGreaterThan(20)
  })

  test("knows a busy queue's from a run in which batch means still can't", () => {
    const length = dependenceLength(mm1(0.9).draw(createRandom(4), 2000), 50)
    expect(2000 / length).toBeLessThan(50)
  })

  test('is 1 of values that are all the same, and of too few to tell', () => {
    expect(dependenceLength(new Float64Array(500).fill(0.1), 50)).toBe(1)
    expect(dependenceLength(Float64Array.of(1, 2, 3), 50)).toBe(1)
    expect(dependenceLength(new Float64Array(0), 50)).toBe(1)
  })
})
