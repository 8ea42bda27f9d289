import { describe, expect, test } from 'vitest'
import { drawNormal } from '../../statistics/draw-normal.ts'
import { createRandom } from '../../statistics/random.ts'
import { runDrift, type TimedValue } from './run-drift.ts'

/** Runs in an order such as `ABBA`; what a run at this place shows. */
function sides(order: string, value: (place: number, side: string) => number): [TimedValue[], TimedValue[]] {
  const runs = Array.from(order, (side, place) => ({
    side,
    at: 1e9 + 60e9 * place,
    value: value(place, side),
  }))
  const of = (side: string): TimedValue[] => runs.filter((run) => run.side === side)
  return [of('A'), of('B')]
}

describe('order', () => {
  test.each([
    ['ABBAABBA', 0, true],
    ['ABABABAB', 1, true],
    ['BABABABA', -1, true],
    ['AAABBB', 3, false],
    ['BBBAAA', -3, false],
    ['AB', 1, true],
  ])('%s', (order, laterBy, interleaved) => {
    expect(runDrift(...sides(order, () => 5))).toMatchObject({ laterBy, interleaved })
  })
})

describe('trend', () => {
  test('is found in runs that were not made by turns, with what it would do to the change', () => {
    const random = createRandom(4)
    const noisy = (place: number) => 100 * 1.02 ** place * Math.exp(drawNormal(random, 0, 0.005))
    const { trend } = runDrift(...sides('AAAAABBBBB', noisy))
    expect(trend!.perRun).toBeCloseTo(0.02, 2)
    expect(trend!.p).toBeLessThan(0.001)
    expect(trend!.ofChange).toBeCloseTo(1.02 ** 5 - 1, 1)
  })

  test('a difference between sides is none', () => {
    const random = createRandom(5)
    const stepped = (_: number, side: string) =>
      (side === 'A' ? 100 : 150) * Math.exp(drawNormal(random, 0, 0.01))
    expect(runDrift(...sides('AAAAABBBBB', stepped)).trend!.p).toBeGreaterThan(0.05)
  })

  test('is found falsely in 5 % of cases', () => {
    const random = createRandom(6)
    const trials = 4000
    let alarms = 0
    for (let trial = 0; trial < trials; trial++) {
      const { trend } = runDrift(...sides('AAABBB', () => Math.exp(drawNormal(random, 0, 0.03))))
      if (trend!.p < 0.05) alarms += 1
    }
    expect(Math.abs(alarms / trials - 0.05)).toBeLessThan(0.011)
  })

  test('is nothing where it can’t be told', () => {
    expect(runDrift(...sides('AB', () => 5)).trend).toBeNull()
    expect(runDrift(...sides('AAB', () => 5)).trend).toBeNull()
    expect(runDrift([], []).trend).toBeNull()
    const atOnce = sides('AABB', () => 5).map((runs) => runs.map((run) => ({ ...run, at: 7 })))
    expect(runDrift(atOnce[0]!, atOnce[1]!).trend).toBeNull()
    expect(runDrift(...sides('AABB', () => 5)).trend).toMatchObject({ perRun: 0, p: 1, ofChange: 0 })
    expect(runDrift(...sides('AABB', (place) => 2 ** place)).trend!.p).toBeLessThan(1e-6)
  })
})
