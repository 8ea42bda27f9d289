import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../statistics/random.ts'
import { virtualRun } from '../../fixtures/virtual-run.ts'
import { constantGaps } from './constant-gaps.ts'
import * as times from './fixtures/arrival-times.ts'
import { openRun } from './fixtures/open-run.ts'

const random = createRandom(10)

function judged(ratePerSecond: number, sent: ArrayLike<number>): ReturnType<typeof constantGaps.judge> {
  return constantGaps.judge(openRun({ arrival: 'constant', ratePerSecond, sent }))
}

describe('is ok', () => {
  it('of even gaps with the lateness of any client', () => {
    const load = { kind: 'open', arrival: 'constant', ratePerSecond: 50 } as const
    expect(constantGaps.judge(virtualRun({ load }))).toMatchObject({ status: 'ok', threshold: 0.1 })
  })

  it('when a hiccup disturbed a few', () => {
    const sent = times.constant(100, 30).map((at) => (at > 10 && at < 10.05 ? 10.05 : at))
    expect(judged(100, sent).status).toBe('ok')
  })
})

describe('is not ok', () => {
  it('of exponential gaps rescaled to fill the time, as inference-perf’s', () => {
    const finding = judged(20, times.rescaledGaps(random, 20, 0, 60))
    expect(finding).toMatchObject({ status: 'invalid', affects: ['*'] })
    const variation = Number(/coefficient of variation is ([\d.]+)/.exec(finding.message)![1])
    expect(variation).toBeGreaterThan(0.9)
    expect(variation).toBeLessThan(1.1)
  })

  it('of bursts at the turn of each second, as autocannon’s', () => {
    expect(judged(5, times.secondBoundaryBursts(5, 60)).status).toBe('invalid')
  })

  it('of a loop that stalls', () => {
    expect(judged(50, times.stalledLoop(times.constant(50, 60), 0.1)).status).toBe('suspect')
  })
})

it('doesn’t judge short gaps, few of them, or other arrivals', () => {
  expect(judged(500, times.constant(500, 5)).status).toBe('not_applicable')
  expect(judged(10, times.constant(10, 4)).status).toBe('not_applicable')
  expect(constantGaps.judge(virtualRun()).status).toBe('not_applicable')
})
