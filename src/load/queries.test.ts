import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type DrivenSend, driveAll, drivePacer } from './fixtures/drive-pacer.ts'
import { closed, open, planOf, second } from './fixtures/plan-of.ts'
import type { PlannedSend } from './load-plan.ts'
import { createPacer } from './pacer.ts'

const alone = { worker: 0, workers: 1 }
const never = Number.POSITIVE_INFINITY
const uneven = ({ index }: PlannedSend): number => (50 + ((index * 37) % 101)) * 1e6

function byQuery(sends: readonly DrivenSend[]): ReadonlyMap<number, readonly DrivenSend[]> {
  const queries = new Map<number, DrivenSend[]>()
  for (const send of sends) queries.set(send.query!, [...(queries.get(send.query!) ?? []), send])
  return queries
}

const lastEnd = (query: readonly DrivenSend[]): number => Math.max(...query.map(({ endNs }) => endNs))

describe('queries of a closed loop', () => {
  test('are sent together, and the next when all of the one before have ended', () => {
    const sends = drivePacer(
      planOf([closed(1, second, 0, 3)]),
      alone,
      ({ index }) => (1 + (index % 3)) * 0.1e9,
    )
    expect(sends.map(({ plannedNs }) => plannedNs / second)).toEqual(
      [0, 0, 0, 0.3, 0.3, 0.3, 0.6, 0.6, 0.6, 0.9, 0.9, 0.9].map((at) => expect.closeTo(at, 12)),
    )
    expect(sends.map(({ index }) => index)).toEqual(Array.from({ length: 12 }, (_, i) => i))
    expect(sends.map(({ query }) => query)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3])
  })

  test('think once, after the last of them', () => {
    const plan = planOf([closed(1, 2 * second, 0.5 * second, 2)])
    const sends = drivePacer(plan, alone, ({ index }) => (index % 2 === 0 ? 0.5e9 : 0.1e9))
    expect(sends.map(({ plannedNs }) => plannedNs / second)).toEqual([0, 0, 1, 1])
  })

  test.each([1, 2, 3, 7])('are each with one worker and of one slot, over %d workers', (workers) => {
    const sends = driveAll(planOf([closed(3, 2 * second, 0, 8)]), workers, uneven)
    const queries = [...byQuery(sends).values()]
    for (const query of queries) {
      expect(query).toHaveLength(8)
      expect(new Set(query.map(({ worker }) => worker)).size).toBe(1)
      expect(new Set(query.map(({ plannedNs }) => plannedNs)).size).toBe(1)
      const rest = query.map(({ index }) => index - query[0]!.query! * 8)
      expect(rest).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    }
    // At any time three are under way, counted from the first send to the last end.
    for (let at = 0; at < 2 * second; at += 7e6) {
      const underWay = queries.filter((query) => query[0]!.sentNs <= at && at < lastEnd(query))
      expect(underWay).toHaveLength(3)
    }
  })

  test('of one request are what a closed loop is: nothing of a query', () => {
    const sends = driveAll(planOf([closed(4, second)]), 2, uneven)
    expect(new Set(sends.map(({ query }) => query))).toEqual(new Set([null]))
  })

  test('end a run by whole queries, each index once, over any number of workers', () => {
    const few = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(few, few, few, few, fc.constantFrom(0, 0.3 * second), (...drawn) => {
        const [queries, size, concurrency, workers, warmupNs] = drawn
        const plan = planOf([closed(concurrency, never, 0, size)], { requests: queries * size, warmupNs })
        const sends = driveAll(plan, workers, uneven)
        const measured = sends.filter(({ phase }) => phase === 'measure')
        expect(measured).toHaveLength(queries * size)
        expect(new Set(sends.map(({ index }) => index)).size).toBe(sends.length)
        if (size > 1) for (const query of byQuery(sends).values()) expect(query).toHaveLength(size)
      }),
    )
  })

  test('that outlive a ramp or a stage are sent whole, and are numbered apart after another kind', () => {
    const stages = [closed([4, 1], second, 0, 3), open('constant', 4, second), closed(2, second, 0, 3)]
    const sends = driveAll(planOf(stages), 2, uneven)
    const queries = byQuery(sends.filter(({ stage }) => stage !== 1))
    for (const query of queries.values()) expect(query).toHaveLength(3)
    expect(sends.filter(({ stage }) => stage === 1).every(({ query }) => query === null)).toBe(true)
    const later = sends.filter(({ stage }) => stage === 2)
    expect(later[0]).toMatchObject({ index: 2 * 2 ** 32, query: 2 * 2 ** 32 })
  })
})

test('a query waits for its latest end, in whatever order its ends are told', () => {
  const pacer = createPacer(planOf([closed(1, 9 * second, 0, 3)]), alone)
  const sends = [pacer.take(), pacer.take(), pacer.take()]
  expect(pacer.nextDueNs()).toBe(never)
  for (const [k, endNs] of [3e9, 1e9, 2e9].entries()) {
    expect(pacer.nextDueNs()).toBe(never)
    pacer.release(sends[k]!, endNs)
  }
  expect(pacer.nextDueNs()).toBe(3e9)
  expect(() => pacer.release(sends[0]!, 4e9)).toThrow(RangeError)
})

test('a request that ends before the rest of its query is sent doesn’t begin the next', () => {
  const pacer = createPacer(planOf([closed(2, 9 * second, 0, 2)]), alone)
  const first = pacer.take()
  pacer.release(first, 0)
  expect(pacer.finished(0)).toBe(false)
  expect([pacer.nextIndex(), pacer.nextDueNs()]).toEqual([1, 0])
  const others = [pacer.take(), pacer.take(), pacer.take()]
  expect(others.map(({ query }) => query)).toEqual([0, 1, 1])
  pacer.release(others[0]!, 1e9)
  expect(pacer.take()).toMatchObject({ index: 4, query: 2, plannedNs: 1e9 })
})
