import { describe, expect, test } from 'vitest'
import { open, planOf, second } from './fixtures/plan-of.ts'
import { plannedSeconds } from './fixtures/planned-seconds.ts'
import type { LoadPlan, PlannedSend } from './load-plan.ts'
import { createPacer } from './pacer.ts'

function allSends(plan: LoadPlan, worker = 0, workers = 1): PlannedSend[] {
  const pacer = createPacer(plan, { worker, workers })
  const sends: PlannedSend[] = []
  while (Number.isFinite(pacer.nextDueNs())) sends.push(pacer.take())
  expect([pacer.finished(0), pacer.nextIndex()]).toEqual([true, undefined])
  expect(() => pacer.take()).toThrow(RangeError)
  return sends
}

describe('constant arrivals', () => {
  test.each([0.7, 1 / 3, 3, 7, 999.9])(
    'at %d/s the k-th is at k / rate to the nanosecond, however late',
    (rate) => {
      const sends = allSends(planOf([open('constant', rate)], { requests: 200_000 }))
      const errorsNs = sends.map(({ index, plannedNs }) => Math.abs(plannedNs - (index / rate) * 1e9))
      // Half a nanosecond, and what a double can hold of a week.
      expect(errorsNs.reduce((a, b) => Math.max(a, b))).toBeLessThan(0.6)
    },
  )

  test.each([
    [0.7, 7],
    [3, 30],
    [10, 100],
    [3.3, 33],
  ])('at %d/s there are %d in 10 s: the one at the end is not of it', (rate, count) => {
    const sends = allSends(planOf([open('constant', rate, 10 * second), open('constant', rate, 10 * second)]))
    expect(sends.map((send) => send.stage)).toEqual([...Array(count).fill(0), ...Array(count).fill(1)])
    expect(sends[count]!.plannedNs).toBe(10 * second)
  })

  test('a ramp sends the k-th when the area under the rate reaches k', () => {
    const times = plannedSeconds(planOf([open('constant', [2, 10], 5 * second)]))
    expect(times.length).toBe(30)
    const areas = [...times].map((at) => 2 * at + (8 / 10) * at * at)
    expect(areas).toEqual(areas.map((_, k) => expect.closeTo(k, 7)))
  })
})

describe('phases', () => {
  test('the first stage is longer by the warm-up, which is at its starting rate', () => {
    const sends = allSends(planOf([open('constant', [10, 30], second)], { warmupNs: 2 * second }))
    const warmup = sends.filter((send) => send.phase === 'warmup')
    expect(warmup.map((send) => send.plannedNs)).toEqual(
      Array.from({ length: 20 }, (_, k) => (k * second) / 10),
    )
    expect(sends.length - warmup.length).toBe(20)
    expect(sends[20]!.plannedNs).toBe(2 * second)
    expect(sends.at(-1)!.plannedNs).toBeLessThan(3 * second)
  })

  test('a send planned for the end of the warm-up is measured, however the division rounds', () => {
    expect((33 * second) / 2.2).toBeLessThan(15 * second)
    const sends = allSends(planOf([open('constant', 2.2, 15 * second)], { warmupNs: 15 * second }))
    expect([sends.length, sends.filter((send) => send.phase === 'measure').length]).toEqual([66, 33])
  })

  test('requests counts what is measured, and ends the plan before its stages do', () => {
    const options = { warmupNs: 3 * second, requests: 50 }
    const sends = allSends(planOf([open('poisson', 10, 2 * second), open('poisson', 20)], options))
    expect(sends.filter((send) => send.phase === 'measure').length).toBe(50)
    expect(sends.findIndex((send) => send.phase === 'measure')).toBe(sends.length - 50)
    expect(sends.map((send) => send.index)).toEqual(sends.map((_, i) => i))
  })

  test('stages may end the plan before its requests do', () => {
    expect(allSends(planOf([open('constant', 10, second)], { requests: 50 })).length).toBe(10)
  })
})

test('a stage at rate 0 is a pause', () => {
  const stages = [open('constant', 2, second), open('poisson', 0, second), open('constant', 2, second)]
  expect([...plannedSeconds(planOf(stages))]).toEqual([0, 0.5, 2, 2.5])
})

test('a worker that may have nothing in flight is given nothing', () => {
  const plan = planOf([open('poisson', 100, second)], { maxConcurrency: 2 })
  expect(allSends(plan, 2, 3)).toEqual([])
  expect(allSends(plan, 0, 3).length + allSends(plan, 1, 3).length).toBe(allSends(plan).length)
})

test('another seed is another process; the same seed the same, and each stage its own', () => {
  const plan = planOf([open('poisson', 10, 9 * second), open('poisson', 10, 9 * second)])
  expect(allSends(plan)).toEqual(allSends(plan))
  expect(allSends(plan)).not.toEqual(allSends({ ...plan, seed: 2 }))
  const first = [...plannedSeconds(plan)].filter((at) => at < 9)
  const other = [...plannedSeconds(plan)].filter((at) => at >= 9).map((at) => at - 9)
  expect(other[0]).not.toBeCloseTo(first[0]!, 6)
})
