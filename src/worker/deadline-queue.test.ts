import { expect, test } from 'vitest'
import { emptyRecord } from '../record/empty-record.ts'
import { createDeadlineQueue } from './deadline-queue.ts'
import type { Exchange } from './exchange.ts'

function exchange(deadlineNs: number): Exchange {
  const planned = { index: 0, plannedNs: 0, stage: 0, phase: 'measure', query: null } as const
  const bytes = new Uint8Array(0)
  return { planned, record: emptyRecord(), bytes, connection: undefined, deadlineNs, over: false }
}

test('an empty queue is never due', () => {
  const queue = createDeadlineQueue()
  expect(queue.nextNs()).toBe(Infinity)
  expect(queue.takeExpired(Infinity)).toBeUndefined()
  expect(queue.remaining()).toEqual([])
})

test('gives up what is overdue, in order, and at its deadline, not before', () => {
  const queue = createDeadlineQueue()
  const [first, second] = [exchange(10), exchange(20)]
  queue.add(first)
  queue.add(second)
  expect(queue.nextNs()).toBe(10)
  expect(queue.takeExpired(9.9)).toBeUndefined()
  expect(queue.takeExpired(10)).toBe(first)
  expect(queue.takeExpired(10)).toBeUndefined()
  expect(queue.nextNs()).toBe(20)
  expect(queue.takeExpired(25)).toBe(second)
  expect(queue.nextNs()).toBe(Infinity)
})

test('forgets what has ended, wherever it stands', () => {
  const queue = createDeadlineQueue()
  const all = [10, 20, 30, 40].map(exchange)
  for (const each of all) queue.add(each)
  all[0]!.over = true
  all[2]!.over = true
  expect(queue.nextNs()).toBe(20)
  expect(queue.remaining()).toEqual([all[1], all[3]])
  expect(queue.takeExpired(100)).toBe(all[1])
  expect(queue.takeExpired(100)).toBe(all[3])
  expect(queue.takeExpired(100)).toBeUndefined()
})

test('what was taken does not remain', () => {
  const queue = createDeadlineQueue()
  queue.add(exchange(10))
  queue.takeExpired(10)
  expect(queue.remaining()).toEqual([])
})

test('keeps its order over the many that it cuts off', () => {
  const queue = createDeadlineQueue()
  const count = 5000
  let next = 0
  for (let i = 0; i < count; i++) {
    const added = exchange(i)
    queue.add(added)
    added.over = i % 3 === 0
    // Every other turn something is taken, so that the queue is cut while it is in use.
    if (i % 2 === 0) continue
    const taken = queue.takeExpired(i)
    if (taken === undefined) continue
    expect(taken.deadlineNs).toBeGreaterThanOrEqual(next)
    expect(taken.deadlineNs % 3).not.toBe(0)
    next = taken.deadlineNs + 1
  }
  const rest = queue.remaining().map(({ deadlineNs }) => deadlineNs)
  const expected = Array.from({ length: count }, (_, i) => i).filter((i) => i >= next && i % 3 !== 0)
  expect(rest).toEqual(expected)
})
