import { describe, expect, test } from 'vitest'
import { ksTest } from './ks-test.ts'
import { createRandom } from './random.ts'
import { spearman } from './spearman.ts'

const draws = (seed: number, ...path: number[]): number[] => {
  const random = createRandom(seed, ...path)
  return Array.from({ length: 4 }, () => random.uniform())
}

describe('createRandom', () => {
  test('never changes from one release to the next: plans name their seed', () => {
    expect(draws(42, 1, 2)).toMatchInlineSnapshot(`
      [
        0.7331923706553607,
        0.39946927236589924,
        0.7873521934225656,
        0.7837508440601068,
      ]
    `)
  })

  test('one path is one stream; any difference in it is another', () => {
    const paths = [
      [1],
      [2],
      [-1],
      [1, 0],
      [1, 0, 0],
      [0, 1],
      [1, 1],
      [1, 2 ** 32],
      [1, -1],
      [2 ** 32 + 1],
    ] as const
    const streams = paths.map(([seed, ...path]) => draws(seed, ...path).join())
    expect(new Set(streams).size).toBe(paths.length)
    expect(draws(1, 0)).toEqual(draws(1, 0))
  })

  test.each([
    ['one stream', oneStream],
    ['the first of each of many streams', firstOfMany],
    [
      'integers',
      () => {
        const random = createRandom(8)
        return () => random.integer(1e9) / 1e9
      },
    ],
  ])('%s: uniform', (_, source) => {
    const next = source()
    const sample = Float64Array.from({ length: 20_000 }, next)
    expect(ksTest(sample).p).toBeGreaterThan(0.01)
    expect(Math.max(...sample)).toBeLessThan(1)
    expect(Math.abs(spearman(sample.subarray(1), sample.subarray(0, -1)))).toBeLessThan(0.02)
  })

  test('fills all 53 bits', () => {
    const random = createRandom(3)
    let seen = 0n
    for (let i = 0; i < 200; i += 1) seen |= BigInt(random.uniform() * 2 ** 53)
    expect(seen).toBe(2n ** 53n - 1n)
  })

  test('integers are drawn without bias where a remainder would show it', () => {
    // 3 · 2^51 leaves a quarter of 2^53 over: without rejection its lower third would come up half of the time.
    const random = createRandom(5)
    let low = 0
    for (let i = 0; i < 6000; i += 1) if (random.integer(3 * 2 ** 51) < 2 ** 51) low += 1
    expect(low / 6000).toBeGreaterThan(0.31)
    expect(low / 6000).toBeLessThan(0.36)
    expect(random.integer(1)).toBe(0)
  })

  test.each([0, -1, 1.5, Number.NaN, 2 ** 54])('refuses integer(%d)', (below) => {
    expect(() => createRandom(1).integer(below)).toThrow(RangeError)
  })

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => createRandom(seed)).toThrow(RangeError)
    expect(() => createRandom(1, seed)).toThrow(RangeError)
  })
})

function firstOfMany(): () => number {
  let index = 0
  return () => createRandom(1, 2, index++).uniform()
}

function oneStream(): () => number {
  const random = createRandom(7)
  return () => random.uniform()
}
