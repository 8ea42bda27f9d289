import { describe, expect, test } from 'vitest'
import { amdahl, linear, plateau, usl } from './fixtures/sweep-of.ts'
import { classOf, shapeOf, throughPoints } from './shape.ts'

describe('the class of a law', () => {
  test.each([
    ['linear', linear, 64, 'linear'],
    ['Amdahl 0.1 % to 64', amdahl(0.001), 64, 'linear'],
    ['Amdahl 5 % to 8', amdahl(0.05), 8, 'sub-linear'],
    ['Amdahl 5 % to 64', amdahl(0.05), 64, 'contention'],
    ['a plateau', plateau(100), 64, 'contention'],
    ['a peak just passed', usl(0.05, 0.0005), 64, 'contention'],
    ['a peak well passed', usl(0.05, 0.0005), 128, 'retrograde'],
    ['falling from the start', usl(1, 0.1), 16, 'retrograde'],
  ] as const)('%s', (_, curve, last, expected) => {
    expect(classOf(shapeOf(curve, 1, last))).toBe(expected)
  })

  const shape = { efficiency: 0.5, last_doubling: 0.7, fall: 0, useful_load: 8 }
  test.each([
    [{ efficiency: 0.9 }, 'linear'],
    [{ efficiency: 0.89 }, 'sub-linear'],
    [{ last_doubling: 0.5 }, 'sub-linear'],
    [{ last_doubling: 0.49 }, 'contention'],
    [{ fall: 0.049, last_doubling: -0.02 }, 'contention'],
    [{ fall: 0.05 }, 'retrograde'],
  ] as const)('%o is %s', (change, expected) => {
    expect(classOf({ ...shape, ...change })).toBe(expected)
  })
})

test('the figures of Amdahl’s law, by hand', () => {
  const { efficiency, last_doubling, fall, useful_load } = shapeOf(amdahl(0.05), 1, 32)
  expect(efficiency).toBeCloseTo(1 / 2.55, 10)
  expect(last_doubling).toBeCloseTo((2 * 1.75) / 2.55 - 1, 10)
  expect(fall).toBe(0)
  // 0.95 X(32) = n / (0.95 + 0.05 n).
  const target = (0.95 * 32) / 2.55
  expect(useful_load).toBeCloseTo((0.95 * target) / (1 - 0.05 * target), 1)
})

test('efficiency is relative to the first load, whatever that is', () => {
  expect(shapeOf(linear, 4, 32).efficiency).toBeCloseTo(1, 12)
})

test('points are joined in proportion, and to nothing below the first', () => {
  const curve = throughPoints({
    loads: Float64Array.of(2, 8),
    logs: Float64Array.of(Math.log(10), Math.log(40)),
    weights: Float64Array.of(1, 1),
  })
  expect([1, 2, 4, 8, 9].map((load) => curve(load))).toEqual(
    [5, 10, 20, 40, 40].map((value) => expect.closeTo(value, 9)),
  )
})
