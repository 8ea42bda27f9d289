import { describe, expect, test } from 'vitest'
import { driveAll, drivePacer, inFlightAt } from './fixtures/drive-pacer.ts'
import { open, planOf, second, unpaced } from './fixtures/plan-of.ts'
import { createPacer } from './pacer.ts'

const alone = { worker: 0, workers: 1 }

describe('as fast as possible', () => {
  test.each([1, 2, 7])(
    'all are due at the start, and the limit is always full, over %d workers',
    (workers) => {
      const sends = driveAll(
        planOf([unpaced(5 * second)], { maxConcurrency: 4 }),
        workers,
        () => 0.3 * second,
      )
      expect(sends.every((send) => send.plannedNs === 0 && send.phase === 'measure')).toBe(true)
      for (let at = 0; at < 5 * second; at += 17e6) expect(inFlightAt(sends, at)).toBe(4)
      expect(Math.max(...sends.map((send) => send.sentNs))).toBeLessThan(5 * second)
    },
  )

  test('exactly so many requests, each index once', () => {
    const sends = driveAll(planOf([unpaced()], { requests: 101, maxConcurrency: 3 }), 2, () => second)
    expect(sends.map((send) => send.index)).toEqual(Array.from({ length: 101 }, (_, i) => i))
  })

  test('without a limit a number of requests is one burst', () => {
    const sends = driveAll(planOf([unpaced()], { requests: 50 }), 3, () => second)
    expect(sends.length).toBe(50)
    expect(sends.every((send) => send.sentNs === 0)).toBe(true)
  })

  test('after the warm-up, sends are due at its end and measured', () => {
    const plan = planOf([unpaced(2 * second)], { maxConcurrency: 2, warmupNs: second })
    const sends = drivePacer(plan, alone, () => 0.4 * second)
    expect(sends.map(({ phase, plannedNs, sentNs }) => [phase, plannedNs / second, sentNs / second])).toEqual(
      [0, 0.4, 0.8, 1.2, 1.6, 2, 2.4, 2.8].flatMap((sent) => {
        const send = sent < 1 ? ['warmup', 0, sent] : ['measure', 1, sent]
        return [send, send].map(([phase, planned, at]) => [phase, planned, expect.closeTo(at as number, 9)])
      }),
    )
  })

  test('gives way to the stage after it', () => {
    const plan = planOf([unpaced(second), open('constant', 2, second)], { maxConcurrency: 2 })
    const sends = drivePacer(plan, alone, () => 0.4 * second)
    expect(sends.map((send) => [send.stage, send.plannedNs / second, send.sentNs / second])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0.4],
      [0, 0, 0.4],
      [0, 0, 0.8],
      [0, 0, 0.8],
      [1, 1, 1.2],
      [1, 1.5, 1.5],
    ])
  })
})

test('finished with its time, or its requests', () => {
  const pacer = createPacer(planOf([unpaced(second)], { requests: 2, maxConcurrency: 9 }), alone)
  expect([pacer.finished(0), pacer.finished(second)]).toEqual([false, true])
  expect([pacer.nextIndex(), pacer.take().index, pacer.nextIndex(), pacer.take().index]).toEqual([0, 0, 1, 1])
  expect([pacer.finished(0), pacer.nextDueNs()]).toEqual([true, Number.POSITIVE_INFINITY])
  expect(pacer.nextIndex()).toBeUndefined()
  expect(() => pacer.take()).toThrow(RangeError)
})
