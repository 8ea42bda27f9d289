import { describe, expect, test } from 'vitest'
import type { RequestRecord } from '../../record/request-record.ts'
import { drawExponential } from '../../statistics/draw-exponential.ts'
import { createRandom } from '../../statistics/random.ts'
import { streamedRecord } from '../fixtures/streamed-record.ts'
import type { ScaleChange } from './scale-change.ts'
import { ScaleStormTally } from './scale-storm-tally.ts'
import { stormSpans } from './storm-spans.ts'

const storm = { workers: [4, 1], everyNs: 10e9 }
const window = { startNs: 5e9, endNs: 100e9 }

function change(dueS: number, workers: number, more: Partial<ScaleChange> = {}): ScaleChange {
  return {
    workers,
    fromWorkers: null,
    outcome: 'settled',
    dueNs: dueS * 1e9,
    askedNs: dueS * 1e9,
    answeredNs: (dueS + 1) * 1e9,
    endedNs: (dueS + 2) * 1e9,
    readWorkers: workers,
    error: null,
    ...more,
  }
}
const failing = { outcome: 'failed', answeredNs: null, readWorkers: null, error: 'refused' } as const

let next = 0
/** A request that took so many ms and ended at this time. */
function ended(endS: number, ms: number, more: Partial<RequestRecord> = {}): RequestRecord {
  const sentNs = endS * 1e9 - ms * 1e6
  return {
    ...streamedRecord(sentNs / 1e6, [endS * 1e3]),
    index: next++,
    plannedNs: sentNs,
    sentNs,
    endNs: endS * 1e9,
    ...more,
  }
}

describe('the window', () => {
  test('is what changes, and what doesn’t, without a gap; after a failure nobody knows the workers', () => {
    const changes = [change(10, 1), change(20, 4, failing), change(98, 4, { endedNs: 120e9 })]
    expect(
      stormSpans(changes, 4, window).map((span) => [
        span.startNs / 1e9,
        span.endNs / 1e9,
        span.kind,
        span.workers,
      ]),
    ).toEqual([
      [5, 10, 'otherwise', 4],
      [10, 12, 'changing', 1],
      [12, 20, 'otherwise', 1],
      [20, 22, 'changing', 4],
      [22, 98, 'otherwise', null],
      [98, 100, 'changing', 4],
    ])
  })

  test('without a change has no other span', () => {
    expect(stormSpans([], 4, window)).toEqual([{ ...window, kind: 'otherwise', workers: 4 }])
    expect(stormSpans([], 4, { startNs: 5, endNs: 5 })).toEqual([])
  })
})

describe('a storm', () => {
  test('counts its changes, how long they took, and what those failed of', () => {
    const changes = [
      change(10, 1),
      change(20, 4, failing),
      change(50, 4, { endedNs: 56e9 }),
      change(60, 1, { endedNs: 63e9 }),
      change(70, 4, failing),
      change(80, 4, { outcome: 'unfinished', readWorkers: null }),
    ]
    expect(new ScaleStormTally(storm, changes, window).figures()).toMatchObject({
      every_s: 10,
      workers: [4, 1],
      changes: 6,
      settled: 3,
      failed: 2,
      unfinished: 1,
      skipped: 2,
      to: [
        { workers: 4, changes: 4, failed: 2, settled_ms: { min: 6000, median: 6000, max: 6000 } },
        {
          workers: 1,
          changes: 2,
          failed: 0,
          answered_ms: { min: 1000, median: 1000, max: 1000 },
          settled_ms: { min: 2000, median: 2500, max: 3000 },
        },
      ],
      errors: [{ message: 'refused', count: 2 }],
    })
  })

  test('counts requests where they ended: not the warm-up’s, nor what ended after the window', () => {
    const tally = new ScaleStormTally(storm, [change(10, 1), change(20, 4, failing)], window)
    const failed = { status: 'http_error' } as const
    const add = (...record: Parameters<typeof ended>): void => tally.add(ended(...record))
    add(9, 50)
    add(10.5, 3000)
    add(11, 50, failed)
    add(12.5, 1000)
    add(21, 50, failed)
    add(30, 50)
    add(7, 50, { phase: 'warmup' })
    add(101, 5000)
    const { changing, otherwise } = tally.figures()
    expect(changing).toMatchObject({
      time_s: 4,
      ended: 3,
      failed: 2,
      error_rate: 2 / 3,
      error_rate_ci95: null,
    })
    expect(changing.by_workers).toMatchObject([
      { workers: 4, time_s: 2, ended: 1, failed: 1 },
      { workers: 1, time_s: 2, ended: 2, failed: 1 },
    ])
    expect(otherwise).toMatchObject({ time_s: 91, ended: 3, failed: 0, error_rate: 0 })
    expect(otherwise.by_workers).toMatchObject([
      { workers: 4, time_s: 5, ended: 1 },
      { workers: 1, time_s: 8, ended: 1 },
    ])
    // Of so few nothing is resolved.
    expect(otherwise.e2e_from_plan_ms).toEqual({ p50: null, p50_ci95: null, p95: null, p95_ci95: null })
  })

  test('that does nothing to requests is seen to do nothing; one that does is seen', () => {
    const changes = Array.from({ length: 8 }, (_, i) => change(10 * (i + 1), i % 2 === 0 ? 1 : 4))
    const isChanging = (endS: number): boolean => endS >= 10 && endS < 90 && endS % 10 < 2
    const figuresOf = (slower: number) => {
      const random = createRandom(3)
      const tally = new ScaleStormTally(storm, changes, window)
      for (let endS = 5; endS < 100; endS += 0.01) {
        const ms = 20 + drawExponential(random, 100) * (isChanging(endS) ? slower : 1)
        tally.add(ended(endS, ms))
      }
      return tally.figures()
    }
    const alike = figuresOf(1)
    const [low, high] = alike.changing.e2e_from_plan_ms.p50_ci95!
    expect(alike.otherwise.e2e_from_plan_ms.p50).toBeGreaterThan(low)
    expect(alike.otherwise.e2e_from_plan_ms.p50).toBeLessThan(high)
    expect(alike.changing.error_rate).toBe(0)
    expect(alike.changing.error_rate_ci95![1]).toBeLessThan(0.01)
    const slowed = figuresOf(3)
    expect(slowed.changing.e2e_from_plan_ms.p50_ci95![0]).toBeGreaterThan(
      slowed.otherwise.e2e_from_plan_ms.p50_ci95![1],
    )
  })

  test('of a run without requests or changes has nothing to say, and says so', () => {
    const { changing, otherwise, to, errors } = new ScaleStormTally(storm, [], window).figures()
    expect([to, errors, changing.by_workers]).toEqual([[], [], []])
    expect(changing).toMatchObject({ time_s: 0, ended: 0, error_rate: null, error_rate_ci95: null })
    expect(otherwise.time_s).toBe(95)
  })
})
