import { describe, expect, test } from 'vitest'
import { capacityOptions } from './capacity-options.ts'
import { nearerPlan, type TriedSoFar } from './confirm-plan.ts'
import type { Crossing } from './crossing.ts'

const options = capacityOptions({ axis: 'rate', floor: 1, ceiling: 1000, budgetSeconds: 3000, seed: 1 })
const bounds = { verified: 20, refuted: 40 }
const tried: TriedSoFar = { lower: { attempts: 1, nearest: 20 }, upper: { attempts: 1, nearest: 40 } }
const rest = { seconds: 600, overheadSeconds: 1 }
const at = (load: number): Crossing => {
  return { x: Math.log(load), standardError: 0.02, perRootSecond: 0.5, slope: 5 }
}

describe('nearerPlan', () => {
  test('moves the bound that is farther from the crossing, to where the rest of the budget can confirm it', () => {
    const lower = nearerPlan(options, bounds, tried, at(34), rest)!
    expect(lower.upper).toBeNull()
    expect(lower.lower!.load).toBeGreaterThan(20)
    expect(lower.lower!.load).toBeLessThan(34)
    const upper = nearerPlan(options, bounds, tried, at(23), rest)!
    expect(upper.lower).toBeNull()
    expect(upper.upper!.load).toBeGreaterThan(23)
    expect(upper.upper!.load).toBeLessThan(40)
    // Ten runs with what each takes besides are all that is left.
    for (const { seconds } of [lower.lower!, upper.upper!])
      expect(10 * (seconds + 1)).toBeLessThanOrEqual(600)
  })

  test('goes half of the way where the budget is short of more, for time that isn’t used is lost', () => {
    const short = nearerPlan(options, bounds, tried, { ...at(34), perRootSecond: 5 }, rest)!
    expect(short.lower).toEqual({ load: expect.closeTo(Math.sqrt(20 * 34), 1), seconds: 59 })
  })

  test('halves the bracket where no line says where between the bounds to look', () => {
    for (const crossing of [null, at(19), at(41)]) {
      const { lower, upper } = nearerPlan(options, bounds, tried, crossing, rest)!
      expect([lower!.load, upper]).toEqual([28.28, null])
    }
  })

  test('is half as near where a candidate was left undecided, and ends after six', () => {
    const undecided = { lower: { attempts: 2, nearest: 28.28 }, upper: { attempts: 1, nearest: 40 } }
    const lower = nearerPlan(options, bounds, undecided, null, rest)!.lower!.load
    expect(lower).toBeCloseTo(Math.sqrt(20 * 28.28), 1)
    const bothTried = { lower: { attempts: 6, nearest: 28.28 }, upper: { attempts: 1, nearest: 40 } }
    expect(nearerPlan(options, bounds, bothTried, null, rest)).toEqual({
      lower: null,
      upper: { load: expect.closeTo(28.29, 2), seconds: 59 },
    })
    const spent = { lower: { attempts: 6, nearest: 20 }, upper: { attempts: 6, nearest: 40 } }
    expect(nearerPlan(options, bounds, spent, at(30), rest)).toBeNull()
  })

  test('keeps lower candidates below all upper ones, of earlier rounds too', () => {
    const upperTried = { ...tried, upper: { attempts: 2, nearest: 21 } }
    expect(nearerPlan(options, bounds, tried, at(34), rest)!.lower).not.toBeNull()
    expect(nearerPlan(options, bounds, upperTried, at(34), rest)).toBeNull()
    expect(nearerPlan(options, bounds, upperTried, null, rest)!.lower).toBeNull()
  })

  test('has none when the bracket is narrow enough, or not even five runs are left', () => {
    expect(nearerPlan(options, { verified: 20, refuted: 20.9 }, tried, at(20.5), rest)).toBeNull()
    expect(nearerPlan(options, bounds, tried, at(30), { seconds: 54, overheadSeconds: 1 })).toBeNull()
    expect(nearerPlan(options, bounds, tried, at(30), { seconds: 55, overheadSeconds: 1 })).not.toBeNull()
  })

  test('of a concurrency has none between neighbours', () => {
    const whole = capacityOptions({ ...options, axis: 'concurrency' })
    const neighbours = { verified: 3, refuted: 4 }
    expect(nearerPlan(whole, neighbours, tried, null, rest)).toBeNull()
    expect(nearerPlan(whole, neighbours, tried, at(3.5), rest)).toBeNull()
  })
})
