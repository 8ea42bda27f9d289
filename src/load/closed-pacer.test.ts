import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DrivenSend, driveAll, drivePacer, inFlightAt } from './fixtures/drive-pacer.ts'
import { closed, open, planOf, second } from './fixtures/plan-of.ts'
import type { PlannedSend } from './load-plan.ts'
import { createPacer } from './pacer.ts'

const alone = { worker: 0, workers: 1 }
/** Different for every request, and never in step. */
const uneven = ({ index }: PlannedSend): number => (50 + ((index * 37) % 101)) * 1e6
const plannedAt = (sends: readonly DrivenSend[]): number[] => sends.map((send) => send.plannedNs / second)

describe('constant concurrency', () => {
  test.each([1, 2, 7])('N are in flight at every moment, over %d workers', (workers) => {
    const sends = driveAll(planOf([closed(5, 10 * second)]), workers, uneven)
    for (let at = 0; at < 10 * second; at += 7e6) expect(inFlightAt(sends, at)).toBe(5)
    expect(sends.at(-1)!.plannedNs).toBeLessThan(10 * second)
  })

  test('the first are planned for the start, the others for the end of the one before and the time to think', () => {
    const sends = drivePacer(planOf([closed(2, 5 * second, second)]), alone, ({ index }) =>
      index === 0 ? 0.5e9 : 1e9,
    )
    expect(plannedAt(sends)).toEqual([0, 0, 1.5, 2, 3.5, 4])
    expect(sends.every((send) => send.sentNs === send.plannedNs)).toBe(true)
  })

  test('a send that would be planned past the end is not', () => {
    expect(plannedAt(drivePacer(planOf([closed(1, 3 * second)]), alone, () => second))).toEqual([0, 1, 2])
  })
})

describe('a number of requests', () => {
  test('exactly that many measured ones are sent, each index once, over any number of workers', () => {
    const few = fc.integer({ min: 1, max: 12 })
    const warmupNs = fc.constantFrom(0, 0.4 * second)
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        few,
        few,
        warmupNs,
        (requests, concurrency, workers, warmupNs) => {
          const sends = driveAll(planOf([closed(concurrency)], { requests, warmupNs }), workers, uneven)
          const measured = sends.filter((send) => send.phase === 'measure')
          expect(measured.length).toBe(requests)
          expect(new Set(sends.map((send) => send.index)).size).toBe(sends.length)
          if (warmupNs > 0) return
          const indices = sends.map((send) => send.index).sort((a, b) => a - b)
          expect(indices).toEqual(Array.from({ length: requests }, (_, i) => i))
        },
      ),
    )
  })

  test('workers with unequal slots are done at the same time', () => {
    const sends = driveAll(planOf([closed(3)], { requests: 300 }), 2, () => second)
    expect(Math.max(...sends.map((send) => send.endNs))).toBe(100 * second)
  })

  test('a worker whose share is none still takes part in the warm-up', () => {
    const sends = driveAll(planOf([closed(2)], { requests: 1, warmupNs: second }), 2, () => 0.4 * second)
    expect(inFlightAt(sends, 0.9 * second)).toBe(2)
    expect(sends.filter((send) => send.phase === 'measure').length).toBe(1)
  })

  test('a ramp before it counts', () => {
    const sends = driveAll(planOf([closed([1, 6], second), closed(6)], { requests: 99 }), 3, uneven)
    expect(sends.length).toBe(99)
  })
})

describe('ramps', () => {
  test('up: each slot begins when the line passes it', () => {
    const sends = drivePacer(planOf([closed([0, 4], 8 * second)]), alone, () => 100 * second)
    expect(plannedAt(sends)).toEqual([0, 2, 4, 6])
  })

  test('down: what ends in a slot that has closed is not followed by another', () => {
    const sends = driveAll(planOf([closed([8, 2], 6 * second), closed(2, 2 * second)]), 1, uneven)
    // The longest request takes 150 ms: that late may the fall be, never early.
    for (let at = 0; at < 8 * second; at += 13e6) {
      const plan = (time: number): number => (time < 6 * second ? Math.ceil(8 - time / second) : 2)
      expect(inFlightAt(sends, at)).toBeGreaterThanOrEqual(plan(at))
      expect(inFlightAt(sends, at)).toBeLessThanOrEqual(plan(Math.max(0, at - 150e6)))
    }
  })
})

describe('from one stage to the next', () => {
  test('what is in flight counts, and is not started again before it ends', () => {
    const stages = [closed(3, second), closed(5, second), closed(2, 2 * second)]
    const sends = drivePacer(planOf(stages), alone, ({ index }) => (index < 3 ? 1.5e9 : 0.2e9))
    expect(inFlightAt(sends, 0.9e9)).toBe(3)
    expect(inFlightAt(sends, 1.1e9)).toBe(5)
    expect(sends.filter((send) => send.plannedNs === second).length).toBe(2)
    expect(inFlightAt(sends, 2.3e9)).toBe(2)
  })

  test('a stage with fewer lets the others end', () => {
    const service = ({ index }: PlannedSend): number =>
      index < 4 ? [4, 1.2, 1.4, 1.6][index]! * second : second
    const sends = drivePacer(planOf([closed(4, second), closed(2, 2.5 * second)]), alone, service)
    // The slots whose requests end at 1.4 and 1.6 are closed; the one at 4 is past the end.
    expect(plannedAt(sends)).toEqual([0, 0, 0, 0, 1.2, 2.2, 3.2])
  })

  test('an open stage between: requests in flight stay in their slots, and those of the open stage have none', () => {
    const stages = [closed(2, second), open('constant', 2, second), closed(2, second)]
    const sends = drivePacer(planOf(stages), alone, ({ stage, index }) =>
      stage === 0 && index === 0 ? 2.5e9 : 0.8e9,
    )
    expect(plannedAt(sends)).toEqual([0, 0, 0.8, 1, 1.5, 2, 2.5, 2.8])
    expect(sends.map((send) => send.stage)).toEqual([0, 0, 0, 1, 1, 2, 2, 2])
  })

  test('thinking goes on into the next stage, whose own time to think rules from then on', () => {
    const sends = drivePacer(
      planOf([closed(1, second, 2 * second), closed(1, 4 * second)]),
      alone,
      () => 0.5e9,
    )
    expect(plannedAt(sends)).toEqual([0, 2.5, 3, 3.5, 4, 4.5])
  })
})

describe('finished', () => {
  test('with the stages, even when requests never end', () => {
    const pacer = createPacer(planOf([closed(2, second)]), alone)
    pacer.take()
    pacer.take()
    expect(pacer.nextDueNs()).toBe(Number.POSITIVE_INFINITY)
    expect([pacer.finished(0), pacer.finished(0.99e9), pacer.finished(second)]).toEqual([false, false, true])
  })

  test('with the last of the requests taken', () => {
    const pacer = createPacer(planOf([closed(2)], { requests: 1 }), alone)
    expect(pacer.finished(0)).toBe(false)
    pacer.take()
    expect(pacer.finished(0)).toBe(true)
    expect(() => pacer.take()).toThrow(RangeError)
  })

  test('at once for a worker without a slot', () => {
    const pacer = createPacer(planOf([closed(2)], { requests: 10 }), { worker: 2, workers: 3 })
    expect([pacer.finished(0), pacer.nextDueNs()]).toEqual([true, Number.POSITIVE_INFINITY])
  })
})

test('the next index is known while all are in flight', () => {
  const pacer = createPacer(planOf([closed(3)], { requests: 5 }), { worker: 0, workers: 2 })
  const taken = [pacer.take().index, pacer.take().index]
  expect([...taken, pacer.nextDueNs(), pacer.nextIndex()]).toEqual([0, 2, Number.POSITIVE_INFINITY, 3])
  expect(createPacer(planOf([closed(1, second)]), { worker: 1, workers: 2 }).nextIndex()).toBeUndefined()
})

test('a request that ends twice is refused: it would be one more in flight for good', () => {
  const pacer = createPacer(planOf([closed(1, second)]), alone)
  const send = pacer.take()
  pacer.release(send, 1e6)
  expect(() => pacer.release(send, 2e6)).toThrow(RangeError)
})
